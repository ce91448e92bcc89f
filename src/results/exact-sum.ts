/**
 * A sum that terms join and leave without a trace: the rounding error of each addition is kept separately (Knuth's
 * two-sum; Neumaier 1974, DOI 10.1002/zamm.19740540106).
 */
export class ExactSum {
  #sum = 0;
  #errors = 0;

  add(term: number): void {
    const sum = this.#sum + term;
    const taken = sum - this.#sum;
    this.#errors += this.#sum - (sum - taken) + (term - taken);
    this.#sum = sum;
  }

  get value(): number {
    return this.#sum + this.#errors;
  }
}
