/** Kysely's SQLite dialect, in which the work of a transaction cannot wait for its own connection. */
import { type Driver, SqliteDialect, SqliteDriver } from "kysely";
import type { TransactionMark } from "../in-transaction.ts";
import type { Connection } from "./connection.ts";

/** Queries inside a transaction keep its connection; only those from outside acquire one. */
class OutsideOnlyDriver extends SqliteDriver {
  readonly #mark: TransactionMark;

  constructor(database: Connection, mark: TransactionMark) {
    super({ database });
    this.#mark = mark;
  }

  override acquireConnection() {
    this.#mark.requireOutside();
    return super.acquireConnection();
  }
}

export class FactDialect extends SqliteDialect {
  readonly #make: () => Driver;

  constructor(database: Connection, mark: TransactionMark) {
    super({ database });
    this.#make = () => new OutsideOnlyDriver(database, mark);
  }

  override createDriver(): Driver {
    return this.#make();
  }
}
