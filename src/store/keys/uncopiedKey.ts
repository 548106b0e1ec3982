import type { Store } from '../store';
import type { StoreKeySource } from './storeKey';

/** A key file that Herald made, of which nobody has said yet that it was copied. */
export interface MadeKeyFile {
  readonly file: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

const SETTING = 'keyFileMade';

/** Says which key exists only once as far as Herald knows, over restarts, until a person says that there is a copy. */
export class UncopiedKey {
  #made: MadeKeyFile | undefined;

  private constructor(
    private readonly store: Pick<Store, 'between'>,
    made: MadeKeyFile | undefined,
  ) {
    this.#made = made;
  }

  /** `made` is the key file that this start made. */
  static async open(
    store: Pick<Store, 'db' | 'personal' | 'between'>,
    made: MadeKeyFile | undefined,
    source: StoreKeySource,
  ): Promise<UncopiedKey> {
    if (made !== undefined) {
      const value = store.personal.sealText(JSON.stringify(made), 'setting.value');
      await store.between((database) =>
        database.execute('insert or replace into setting (key, value) values (?, ?)', [SETTING, value]),
      );
      return new UncopiedKey(store, made);
    }
    const row = await store.db.selectFrom('setting').select('value').where('key', '=', SETTING).executeTakeFirst();
    const kept = row === undefined ? undefined : (JSON.parse(store.personal.openText(row.value, 'setting.value')) as MadeKeyFile);
    // Another key opens the store by now: that of the file matters no more.
    const isOfThis = source.kind === 'keyFile' && source.file === kept?.file;
    return new UncopiedKey(store, isOfThis ? kept : undefined);
  }

  /** Undefined where there is nothing to copy. */
  made(): MadeKeyFile | undefined {
    return this.#made;
  }

  /** A person says that it was copied. */
  async copied(): Promise<void> {
    if (this.#made === undefined) return;
    await this.store.between((database) => database.execute('delete from setting where key = ?', [SETTING]));
    this.#made = undefined;
  }
}
