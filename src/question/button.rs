//! What a button carries: a view, packed into at most 64 bytes and bound to its chat.
//!
//! `callback_data` takes 1 to 64 bytes (Bot API, `InlineKeyboardButton`). 64 characters of base64 hold 48 bytes: 6 of a
//! keyed hash over the chat and the rest, and up to 42 of the packed view. A fact with the way back to a search for a
//! person and seven words is the largest and takes 41.

mod subscription;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::asked::{Found, Lead, Reason};
use super::check::Checked;
use super::editing::Editing;
use super::lexicon::{Lexicon, Subject, SubjectKey, WordKey};
use super::{News, Question, Quotes, View};
use crate::dossier::id::Id;
use crate::dossier::lang::Lang;
use crate::dossier::when::{AsOf, Part, Precision};

/// The form of the packed view. A button of another form is stale.
const FORM: u8 = 1;
/// Bytes of the keyed hash that are kept: a guess succeeds once in 2^48.
const SEAL: usize = 6;

/// The key that seals buttons. It is derived from the bot's token, so that nothing secret is stored and a new token
/// makes old buttons stale.
#[derive(Clone)]
pub struct ButtonKey([u8; 32]);

impl ButtonKey {
    /// Derives the key from a secret, or from any fixed text where there is none to keep.
    pub fn derive(secret: &str) -> Self {
        let mut mac = keyed(&Sha256::digest(secret).into());
        mac.update(b"union-brief buttons");
        Self(mac.finalize().into_bytes().into())
    }

    fn over(&self, chat: i64, packed: &[u8]) -> Hmac<Sha256> {
        let mut mac = keyed(&self.0);
        mac.update(&chat.to_be_bytes());
        mac.update(packed);
        mac
    }

    fn seal(&self, chat: i64, packed: &[u8]) -> [u8; SEAL] {
        let whole = self.over(chat, packed).finalize().into_bytes();
        let mut seal = [0; SEAL];
        seal.copy_from_slice(&whole[..SEAL]);
        seal
    }

    fn fits(&self, seal: &[u8], chat: i64, packed: &[u8]) -> bool {
        seal.len() == SEAL && self.over(chat, packed).verify_truncated_left(seal).is_ok()
    }
}

/// A hash with a key.
pub fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    <Hmac<Sha256> as KeyInit>::new(&block.into())
}

#[derive(Serialize, Deserialize)]
struct Packed {
    form: u8,
    lang: Lang2,
    from: u32,
    question: Ask,
}

/// [`Lang`] as postcard packs it, whatever the order of its variants.
#[derive(Clone, Copy, Serialize, Deserialize)]
enum Lang2 {
    En,
    Ru,
    Be,
}

#[derive(Serialize, Deserialize)]
enum Ask {
    Start,
    Help,
    Status(Option<Span>),
    Quotes(Option<SubjectKey>, Vec<WordKey>),
    Timeline(Option<Span>, Option<Span>),
    People,
    Numbers,
    Open,
    Documents,
    Terms,
    About(SubjectKey, Option<Back>),
    Sources,
    Language,
    SetLanguage(Lang2),
    Bot,
    Privacy,
    Told(Vec<SubjectKey>, u8),
    Untold(Option<SubjectKey>, u8, Vec<SubjectKey>),
    Talk(SubjectKey),
    Latest(u16),
    Since(Span),
    New(Option<u64>),
    Subscription(subscription::About),
    Editing(Editing),
}

/// The way back: a view of the same language and form.
#[derive(Serialize, Deserialize)]
struct Back {
    from: u32,
    question: Box<Ask>,
}

/// A date: the first day, counted from 1 January 2000, and the precision.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Span(i32, u8);

const EPOCH: Date = jiff::civil::date(2000, 1, 1);

fn pack_date(date: AsOf) -> Span {
    let precision = match date.precision() {
        Precision::Day => 0,
        Precision::Part(Part::Early) => 1,
        Precision::Part(Part::Mid) => 2,
        Precision::Part(Part::Late) => 3,
        Precision::Month => 4,
        Precision::Year => 5,
    };
    Span((date.first() - EPOCH).get_days(), precision)
}

fn unpack_date(Span(days, precision): Span) -> Option<AsOf> {
    let first = EPOCH
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()?;
    Some(match precision {
        0 => AsOf::day(first),
        1 => AsOf::part(first, Part::Early),
        2 => AsOf::part(first, Part::Mid),
        3 => AsOf::part(first, Part::Late),
        4 => AsOf::month(first),
        5 => AsOf::year(first),
        _ => return None,
    })
}

fn pack_lang(lang: Lang) -> Lang2 {
    match lang {
        Lang::En => Lang2::En,
        Lang::Ru => Lang2::Ru,
        Lang::Be => Lang2::Be,
    }
}

fn unpack_lang(lang: Lang2) -> Lang {
    match lang {
        Lang2::En => Lang::En,
        Lang2::Ru => Lang::Ru,
        Lang2::Be => Lang::Be,
    }
}

fn pack(question: &Question) -> Ask {
    match question {
        Question::Start => Ask::Start,
        Question::Help => Ask::Help,
        Question::Status(on) => Ask::Status(on.map(pack_date)),
        Question::Quotes(Quotes { person, words }) => {
            let person = person.clone().map(|id| Subject::Person(id).key());
            Ask::Quotes(person, words.clone())
        }
        Question::Timeline { from, to } => Ask::Timeline(from.map(pack_date), to.map(pack_date)),
        Question::News(News::Latest(count)) => Ask::Latest(*count),
        Question::News(News::Since(date)) => Ask::Since(pack_date(*date)),
        Question::News(News::New(after)) => Ask::New(*after),
        Question::People => Ask::People,
        Question::Numbers => Ask::Numbers,
        Question::Open => Ask::Open,
        Question::Documents => Ask::Documents,
        Question::Terms => Ask::Terms,
        Question::About { subject, back } => {
            Ask::About(subject.key(), back.as_deref().map(pack_back))
        }
        Question::Sources => Ask::Sources,
        Question::Language => Ask::Language,
        Question::SetLanguage(lang) => Ask::SetLanguage(pack_lang(*lang)),
        Question::Bot => Ask::Bot,
        Question::Privacy => Ask::Privacy,
        Question::InWords(found) => pack_found(found),
        Question::Check(checked) => pack_checked(checked),
        Question::Subscription(about) => Ask::Subscription(subscription::pack(about)),
        Question::Editing(editing) => Ask::Editing(*editing),
    }
}

/// What an answer may begin with, by its number in a button.
const LEADS: [Option<Lead>; 6] = [
    None,
    Some(Lead::Yes),
    Some(Lead::No),
    Some(Lead::Unknown),
    Some(Lead::Number),
    Some(Lead::Date),
];

/// Why nothing answers, by its number in a button.
const REASONS: [Reason; 6] = [
    Reason::Known,
    Reason::Far,
    Reason::Person,
    Reason::Date,
    Reason::Number,
    Reason::Kind,
];

fn number_in<T: PartialEq>(all: &[T], one: &T) -> u8 {
    let position = all.iter().position(|other| other == one);
    position
        .and_then(|position| u8::try_from(position).ok())
        .unwrap_or(0)
}

/// What was typed has no room in a button: the way back from a checked text leads to the fact it was held against.
fn pack_checked(checked: &Checked) -> Ask {
    match checked {
        Checked::Verbatim { fact, .. }
        | Checked::Altered { fact, .. }
        | Checked::Paraphrased(fact) => Ask::About(Subject::Fact(fact.clone()).key(), None),
        Checked::Unknown => Ask::Help,
    }
}

fn pack_found(found: &Found) -> Ask {
    let keys = |facts: &[Id]| {
        facts
            .iter()
            .map(|id| Subject::Fact(id.clone()).key())
            .collect()
    };
    match found {
        Found::Facts { facts, lead } => Ask::Told(keys(facts), number_in(&LEADS, lead)),
        Found::Nothing {
            inquiry,
            reason,
            related,
        } => {
            let inquiry = inquiry
                .as_ref()
                .map(|id| SubjectKey::of(Lexicon::INQUIRY, id));
            Ask::Untold(inquiry, number_in(&REASONS, reason), keys(related))
        }
        Found::Talk(id) => Ask::Talk(SubjectKey::of(Lexicon::TALK, id)),
    }
}

/// What was found, again; `None` where a fact of it is no more.
fn unpack_facts(keys: &[SubjectKey], lexicon: &Lexicon) -> Option<Vec<Id>> {
    let fact = |key: &SubjectKey| match lexicon.subject(*key) {
        Some(Subject::Fact(id)) => Some(id.clone()),
        _ => None,
    };
    keys.iter().map(fact).collect()
}

fn pack_back(view: &View) -> Back {
    let question = match &view.question {
        // One step back is what 64 bytes have room for.
        Question::About { subject, .. } => Ask::About(subject.key(), None),
        other => pack(other),
    };
    Back {
        from: u32::try_from(view.from).unwrap_or(u32::MAX),
        question: Box::new(question),
    }
}

fn unpack(ask: Ask, lang: Lang, lexicon: &Lexicon) -> Option<Question> {
    Some(match ask {
        Ask::Start => Question::Start,
        Ask::Help => Question::Help,
        Ask::Status(None) => Question::Status(None),
        Ask::Status(Some(on)) => Question::Status(Some(unpack_date(on)?)),
        Ask::Quotes(person, words) => {
            let person = match person.map(|key| lexicon.subject(key)) {
                None => None,
                Some(Some(Subject::Person(id))) => Some(id.clone()),
                Some(_) => return None,
            };
            Question::Quotes(Quotes { person, words })
        }
        Ask::Timeline(from, to) => Question::Timeline {
            from: from
                .map(unpack_date)
                .map_or(Some(None), |date| date.map(Some))?,
            to: to
                .map(unpack_date)
                .map_or(Some(None), |date| date.map(Some))?,
        },
        Ask::People => Question::People,
        Ask::Numbers => Question::Numbers,
        Ask::Open => Question::Open,
        Ask::Documents => Question::Documents,
        Ask::Terms => Question::Terms,
        Ask::About(key, back) => Question::About {
            subject: lexicon.subject(key)?.clone(),
            back: match back {
                None => None,
                Some(back) => Some(Box::new(View {
                    question: unpack(*back.question, lang, lexicon)?,
                    lang,
                    from: usize::try_from(back.from).ok()?,
                })),
            },
        },
        Ask::Sources => Question::Sources,
        Ask::Language => Question::Language,
        Ask::SetLanguage(lang) => Question::SetLanguage(unpack_lang(lang)),
        Ask::Bot => Question::Bot,
        Ask::Privacy => Question::Privacy,
        Ask::Told(facts, lead) => Question::InWords(Found::Facts {
            facts: unpack_facts(&facts, lexicon)?,
            lead: *LEADS.get(usize::from(lead))?,
        }),
        Ask::Untold(inquiry, reason, related) => Question::InWords(Found::Nothing {
            inquiry: inquiry.and_then(|key| lexicon.asked(key)).cloned(),
            reason: *REASONS.get(usize::from(reason))?,
            related: unpack_facts(&related, lexicon)?,
        }),
        Ask::Latest(count) => Question::News(News::Latest(count)),
        Ask::Since(date) => Question::News(News::Since(unpack_date(date)?)),
        Ask::New(after) => Question::News(News::New(after)),
        Ask::Subscription(about) => Question::Subscription(subscription::unpack(about, lexicon)?),
        Ask::Editing(editing) => Question::Editing(editing),
        Ask::Talk(key) => Question::InWords(Found::Talk(lexicon.asked(key)?.clone())),
    })
}

/// The callback data of a button that opens `view` in `chat`.
pub fn encode(view: &View, chat: i64, key: &ButtonKey) -> String {
    let packed = Packed {
        form: FORM,
        lang: pack_lang(view.lang),
        from: u32::try_from(view.from).unwrap_or(u32::MAX),
        question: pack(&view.question),
    };
    // Packing into memory fails for no value of these types; an empty button is refused as stale when pressed.
    let packed = postcard::to_allocvec(&packed).unwrap_or_default();
    let mut bytes = key.seal(chat, &packed).to_vec();
    bytes.extend(packed);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The view that callback data opens in `chat`; `None` if it was made for another chat, by another program, for facts
/// that are gone, or by hand.
pub fn decode(data: &str, chat: i64, key: &ButtonKey, lexicon: &Lexicon) -> Option<View> {
    let bytes = URL_SAFE_NO_PAD.decode(data).ok()?;
    let (seal, packed) = bytes.split_at_checked(SEAL)?;
    if !key.fits(seal, chat, packed) {
        return None;
    }
    let packed: Packed = postcard::from_bytes(packed)
        .ok()
        .filter(|packed: &Packed| packed.form == FORM)?;
    let lang = unpack_lang(packed.lang);
    Some(View {
        question: unpack(packed.question, lang, lexicon)?,
        lang,
        from: usize::try_from(packed.from).ok()?,
    })
}
