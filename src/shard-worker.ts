/** Entry of a worker thread: runs shards described by data. */
export { runShard as default } from './pipeline/shard-tasks.ts';
