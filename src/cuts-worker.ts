/** Entry of a worker thread that evaluates plans and nothing else, so that it loads little and is there at once. */
import { answerShard, type ShardAnswer } from './io/shard-answer.ts';
import type { ScenarioCuts } from './optimise/decomposition/scenario-cuts.ts';
import { cutsOfShard, type CutsShard } from './pipeline/cuts-shard.ts';

export default (task: CutsShard): Promise<ShardAnswer<ScenarioCuts>> => answerShard(async () => cutsOfShard(task));
