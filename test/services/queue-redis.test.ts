import { describeQueue } from "../support/describe-queue.js";

describeQueue("Redis");
