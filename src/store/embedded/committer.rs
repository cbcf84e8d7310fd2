//! The one thread that writes, and what it watches over: durability, the number of the last write, free space.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot, watch};

use super::folder::Place;
use super::patience::Patience;
use super::{damaged, failed, guarded};
use crate::store::{Commit, Committed, Compare, Operation, StoreError, Watch};
use crate::vitals::Vitals;

/// Commits that share one flush, at most. A group of 100 costs the time of about ten single ones.
const GROUP: usize = 256;
/// Commits that may wait for the thread; whoever comes later waits to hand in.
const QUEUE: usize = 4 * GROUP;
/// How long a look at the free space holds.
const SPACE_FOR: Duration = Duration::from_secs(60);

/// The thread that writes, from outside.
pub struct Committer {
    path: PathBuf,
    requests: Option<mpsc::Sender<Request>>,
    thread: Option<JoinHandle<()>>,
    watchers: Watchers,
}

type Watchers = Arc<Mutex<Vec<(Vec<u8>, watch::Sender<u64>)>>>;

struct Request {
    commit: Commit,
    answer: oneshot::Sender<Result<Committed, StoreError>>,
}

impl Committer {
    /// Starts the thread that writes to `db`, which is the store of `place`.
    pub fn start(
        db: sled::Db,
        place: &Place,
        vitals: Option<Arc<Vitals>>,
        patience: Patience,
    ) -> Result<Self, StoreError> {
        let path = place.store();
        let denied = |cause| StoreError::Denied {
            path: path.clone(),
            cause,
        };
        let watchers = Watchers::default();
        let (requests, queue) = mpsc::channel(QUEUE);
        let writer = Writer {
            serial: Serial::open(&db, &path)?,
            log: File::options()
                .append(true)
                .open(path.join("db"))
                .map_err(denied)?,
            db,
            path: path.clone(),
            space: Space::new(place.clone()),
            watchers: watchers.clone(),
            vitals,
            patience,
            failed: None,
        };
        let thread = std::thread::Builder::new().name("store".to_owned());
        let thread = thread.spawn(move || writer.run(queue)).map_err(denied)?;
        Ok(Self {
            path,
            requests: Some(requests),
            thread: Some(thread),
            watchers,
        })
    }

    /// Hands a commit in and waits until it is durable.
    pub async fn commit(&self, commit: Commit) -> Result<Committed, StoreError> {
        let (answer, answered) = oneshot::channel();
        let requests = self.requests.as_ref().ok_or_else(|| closed(&self.path))?;
        let handed_in = requests.send(Request { commit, answer }).await;
        handed_in.map_err(|_| closed(&self.path))?;
        answered.await.map_err(|_| closed(&self.path))?
    }

    /// Tells of what is committed below a prefix from now on.
    pub fn watch(&self, prefix: &[u8]) -> Watch {
        let (sender, receiver) = watch::channel(0);
        let mut watchers = self.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.retain(|(_, sender)| !sender.is_closed());
        watchers.push((prefix.to_vec(), sender));
        Watch(receiver)
    }

    /// Lets the thread finish what was handed in; whether it did.
    pub fn finish(&mut self) -> bool {
        drop(self.requests.take());
        self.thread
            .take()
            .is_none_or(|thread| thread.join().is_ok())
    }
}

/// The error of whoever comes after the store was closed.
pub fn closed(path: &Path) -> StoreError {
    StoreError::Failed {
        path: path.to_owned(),
        what: "it has been closed".to_owned(),
    }
}

/// The thread that writes, from inside.
struct Writer {
    db: sled::Db,
    log: File,
    serial: Serial,
    path: PathBuf,
    space: Space,
    watchers: Watchers,
    vitals: Option<Arc<Vitals>>,
    patience: Patience,
    /// The first failure; from then on it is the answer to everything.
    failed: Option<sled::Error>,
}

impl Writer {
    fn run(mut self, mut queue: mpsc::Receiver<Request>) {
        while let Some(first) = queue.blocking_recv() {
            let mut group = vec![first];
            while group.len() < GROUP
                && let Ok(next) = queue.try_recv()
            {
                group.push(next);
            }
            self.settle(group);
        }
    }

    /// Applies a group, makes it durable, and only then answers. Nobody waits for an answer who has given up.
    fn settle(&mut self, group: Vec<Request>) {
        let _step = self.patience.step();
        let mut keys: Vec<Vec<u8>> = Vec::new();
        let mut applied = Vec::with_capacity(group.len());
        for request in group {
            let outcome = self
                .refused()
                .map_or_else(|| self.apply(&request.commit), Err);
            if let Ok(Committed::Done) = outcome {
                keys.extend(
                    request
                        .commit
                        .operations
                        .iter()
                        .map(|operation| operation.key().to_vec()),
                );
            }
            applied.push((request.answer, outcome));
        }
        if !keys.is_empty()
            && let Err(error) = self.make_durable_and_count()
        {
            self.failed = Some(error);
        }
        for (answer, outcome) in applied {
            let outcome = match (outcome, &self.failed) {
                (Ok(Committed::Done), Some(error)) => Err(failed(&self.path, error.clone())),
                (outcome, _) => outcome,
            };
            drop(answer.send(outcome));
        }
        if self.failed.is_none() {
            self.tell(&keys);
        }
    }

    fn refused(&mut self) -> Option<StoreError> {
        match &self.failed {
            Some(error) => Some(failed(&self.path, error.clone())),
            None => self.space.refusal(),
        }
    }

    fn apply(&mut self, commit: &Commit) -> Result<Committed, StoreError> {
        let outcome = if_sound(|| self.try_apply(commit));
        if let Err(error) = &outcome {
            self.failed = Some(error.clone());
        }
        outcome.map_err(|error| failed(&self.path, error))
    }

    /// This thread is the only writer, so what it compares cannot change before it writes; and sled brings back a batch
    /// after a crash whole or not at all.
    fn try_apply(&self, commit: &Commit) -> Result<Committed, sled::Error> {
        for Compare { key, is } in &commit.compares {
            if self.db.get(key)?.as_deref() != is.as_deref() {
                return Ok(Committed::Conflict);
            }
        }
        let mut batch = sled::Batch::default();
        for operation in &commit.operations {
            match operation {
                Operation::Put(key, value) => batch.insert(key.as_slice(), value.as_slice()),
                Operation::Delete(key) => batch.remove(key.as_slice()),
            }
        }
        self.db.apply_batch(batch)?;
        Ok(Committed::Done)
    }

    fn make_durable_and_count(&mut self) -> Result<(), sled::Error> {
        let Some(vitals) = self.vitals.clone() else {
            return self.make_durable();
        };
        vitals.flush_begins();
        let begun = Instant::now();
        let done = self.make_durable();
        vitals.flush_ends(begun.elapsed());
        done
    }

    fn make_durable(&mut self) -> Result<(), sled::Error> {
        let number = if_sound(|| self.serial.next())?;
        self.db.flush()?;
        self.log.sync_data()?;
        Ok(self.serial.note(number)?)
    }

    fn tell(&self, keys: &[Vec<u8>]) {
        let watchers = self.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        for (prefix, sender) in watchers.iter() {
            if keys.iter().any(|key| key.starts_with(prefix)) {
                sender.send_modify(|count| *count += 1);
            }
        }
    }
}

/// What the engine does where it has to read first: on damaged parts it panics instead of returning an error, and nobody
/// would be told why nothing is accepted any more.
fn if_sound<T>(step: impl FnOnce() -> Result<T, sled::Error>) -> Result<T, sled::Error> {
    let damaged = sled::Error::Corruption { at: None, bt: () };
    catch_unwind(AssertUnwindSafe(step)).unwrap_or(Err(damaged))
}

/// The number of the last group of commits: in the log, and in a file beside it that is never ahead of the log.
struct Serial {
    tree: sled::Tree,
    file: File,
    last: u64,
}

impl Serial {
    fn open(db: &sled::Db, path: &Path) -> Result<Self, StoreError> {
        let tree = guarded(path, || db.open_tree("engine"))?;
        let stored = guarded(path, || tree.get(SERIAL))?;
        let stored =
            stored.and_then(|bytes| Some(u64::from_be_bytes(bytes.as_ref().try_into().ok()?)));
        let denied = |cause| StoreError::Denied {
            path: path.to_owned(),
            cause,
        };
        let mut options = File::options();
        let options = options.create(true).truncate(false).read(true).write(true);
        let file = options.open(path.join("serial")).map_err(denied)?;
        let mut noted = [0; 8];
        // A file that is shorter was made by a start that got no further.
        let noted = match std::os::unix::fs::FileExt::read_exact_at(&file, &mut noted, 0) {
            Ok(()) => u64::from_be_bytes(noted),
            Err(_) => 0,
        };
        let last = stored.unwrap_or(0);
        if last < noted {
            return Err(damaged(
                path,
                &format!("it ends at write {last}, but {noted} were made"),
            ));
        }
        Ok(Self { tree, file, last })
    }

    /// Puts the next number into the log, behind what was applied.
    fn next(&self) -> Result<u64, sled::Error> {
        let number = self.last + 1;
        self.tree.insert(SERIAL, &number.to_be_bytes())?;
        Ok(number)
    }

    /// Notes that a number is durable. Not synced: after a power cut the file may be behind, which does no harm.
    fn note(&mut self, number: u64) -> std::io::Result<()> {
        std::os::unix::fs::FileExt::write_all_at(&self.file, &number.to_be_bytes(), 0)?;
        self.last = number;
        Ok(())
    }
}

/// The key of the number in the engine's own tree, which no scan of the store sees.
const SERIAL: &[u8] = b"serial";

/// The free space of the disk, looked at now and then.
struct Space {
    place: Place,
    looked: Option<(Instant, u64)>,
}

impl Space {
    fn new(place: Place) -> Self {
        Self {
            place,
            looked: None,
        }
    }

    fn refusal(&mut self) -> Option<StoreError> {
        let needed_mib = self.place.min_free_mib;
        let free_mib = match self.looked {
            Some((when, free)) if when.elapsed() < SPACE_FOR && free >= needed_mib => free,
            _ => {
                // Where the system does not tell, the write itself will.
                let free = fs4::available_space(&self.place.state)
                    .map_or(u64::MAX, |bytes| bytes / (1024 * 1024));
                self.looked = Some((Instant::now(), free));
                free
            }
        };
        (free_mib < needed_mib).then(|| StoreError::Full {
            path: self.place.state.clone(),
            free_mib,
            needed_mib,
        })
    }
}
