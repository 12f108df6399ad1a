/**
 * Words that netsh prints for values, in the languages of Windows. A word stands here by its beginning, as versions of
 * Windows write other endings: `Blocken` and `Blockieren`; one of at most three Latin letters stands whole.
 */
import type { Action, Direction, InterfaceType, NetworkProfile } from './firewall-rule';

/** Meaning → beginnings of words, between spaces; words of one value are joined by dots. */
type Meanings<T extends string> = readonly (readonly [meaning: T, words: string])[];

const enabled: Meanings<'yes' | 'no'> = [
  ['yes', 'yes ja oui si sim tak ano evet igen kyll да так ναι はい 是 예'],
  ['no', 'no nein non nee nao nie ne nej nei nem hayir ei нет ні οχι いいえ 否 아니'],
];

/** `out` first: Italian writes `In uscita`, and `In entrata`. */
const direction: Meanings<Direction> = [
  [
    'out',
    'out outb aus ausg sort salid salie in·usc usci uit uitg said wych wyjs odch ven ut utga ud udga ulos laht ki kime ' +
      'gide fuer исх вихі εξερ 送信 出力 出站 传出 輸出 傳出 아웃 발신',
  ],
  [
    'in',
    'in inbo ein eing entr in·ent in·ing ingr binn inko inka przy wejs prich dovn inn ind inng indg sisa saap be bejo ' +
      'gele dent вход вхід εισερ 受信 着信 入力 入站 传入 輸入 傳入 인바 수신',
  ],
];

/** `bypass` first: its words are those of allowing, too, in some languages. */
const action: Meanings<Action> = [
  ['bypass', 'bypa umge cont omit omis igno pomi obej обход バイパス 跳过 略過 우회'],
  [
    'block',
    'bloc bloq blok zabl enge esta leti tilt sparr sperr verb refu nega zapo блок запр αποκ ブロック 阻止 阻断 封鎖 封锁 차단',
  ],
  [
    'allow',
    'allo zula zuge erla auto perm cons toes zezw dozw povo izin sall enge tilla разр дозв επιτ 許可 允許 允许 허용',
  ],
];

const profile: Meanings<NetworkProfile> = [
  ['domain', 'doma dome domi etki toim tart доме τομε ドメイン 域 網域 도메인'],
  ['private', 'priv part pryw souk yksi maga ozel част прив ιδιω プライベート 专用 私人 私用 개인'],
  [
    'public',
    'publ pubb offe open vere julk nyil allm orta gene общ публ загал δημο パブリック 公用 公共 공용 공개',
  ],
];

const interfaceType: Meanings<InterfaceType> = [
  [
    'ras',
    'ras remo fern acces·a·d acceso·r accesso·r acesso·r exte zdal dostep·z vzda etak fjer tave uzak удал відд απομ ' +
      'リモート 远程 遠端 원격',
  ],
  [
    'wireless',
    'wire·l wirel drah funk sans·fil inal senz draa sem·fio bezp bezd lang veze·n tradl kabl беспр безд ασυρ ' +
      'ワイヤレス 無線 无线 무선',
  ],
  ['lan', 'lan wired kabel verka fila cabl cable reseau·l red· пров 有線 有线 유선'],
];

const any: Meanings<'any'> = [
  [
    'any',
    "any beli all alle alla tous tout n'im quel indi cual todo toda qual tutt will elke dowo wszy kazd libo vsec herh " +
      'tumu mika kaik barm tets valf vilk hvil люб все οποι 任意 すべて 任何 全部 所有 모두 모든 임의',
  ],
];

/** What words of netsh mean; null for an unknown one. */
export interface NetshWords {
  readonly enabled: (word: string) => 'yes' | 'no' | null;
  readonly direction: (word: string) => Direction | null;
  readonly action: (word: string) => Action | null;
  readonly profile: (word: string) => NetworkProfile | null;
  readonly interfaceType: (word: string) => InterfaceType | null;
  readonly any: (word: string) => 'any' | null;
}

/** For one export: its words are the same few over and over, so each is looked up once. */
export function netshWords(): NetshWords {
  return {
    enabled: meaningIn(enabled),
    direction: meaningIn(direction),
    action: meaningIn(action),
    profile: meaningIn(profile),
    interfaceType: meaningIn(interfaceType),
    any: meaningIn(any),
  };
}

function meaningIn<T extends string>(meanings: Meanings<T>): (word: string) => T | null {
  const begins = meanings.flatMap(([meaning, words]) =>
    words.split(' ').map((word) => ({ meaning, word: plain(word), isWhole: /^[a-z]{1,3}$/.test(word) })),
  );
  const known = new Map<string, T | null>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const text = plain(value);
    const found = begins.find(({ word, isWhole }) => (isWhole ? text === word : text.startsWith(word)));
    const meaning = found?.meaning ?? null;
    known.set(value, meaning);
    return meaning;
  };
}

/** In small letters without accents, words joined by dots: `Accès à distance` → `acces·a·distance`. */
function plain(word: string): string {
  return word
    .trim()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ı', 'i')
    .replaceAll('ł', 'l')
    .replaceAll('’', "'")
    .replaceAll(/\s+/g, '·');
}
