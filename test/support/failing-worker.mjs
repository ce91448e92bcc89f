/** The pool's own worker, except that some cases end their thread in mid-case, as a defect or a lack of memory would. */
import answer from "../../dist/src/runner/pool-worker.js";

export default async function answerOrDie(task) {
  if (task.planned.case === "exit") process.exit(3);
  if (task.planned.case === "heap") {
    const kept = [];
    for (;;) kept.push(new Array(1000).fill(kept.length));
  }
  if (task.planned.case === "throw") throw new Error("A defect.");
  return answer(task);
}
