/** Entry of a worker thread: runs shards described by data. */
import { answerShard, type ShardAnswer } from './io/shard-answer.ts';
import { runShard, type ShardResult, type ShardTask } from './pipeline/shard-tasks.ts';

export default (task: ShardTask): Promise<ShardAnswer<ShardResult>> => answerShard(() => runShard(task));
