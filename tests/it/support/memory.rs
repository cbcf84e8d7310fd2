//! A store in memory, for simulations: as slow as it is told to be, and it can be left in the middle of a commit.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use union_brief::store::{Commit, Committed, Operation, Row, Store, StoreError, Watch};

/// The rows, shared by every store made of them: what a crash leaves.
#[derive(Clone, Default)]
pub struct Rows(Arc<Mutex<BTreeMap<Vec<u8>, Vec<u8>>>>);

impl Rows {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

/// What is wrong with a store on purpose: a commit is changed before it is applied.
pub type Fault = fn(&mut Commit);

/// Says whether the disk has no room for a commit.
pub type NoRoom = Arc<dyn Fn() -> bool + Send + Sync>;

/// A store of these rows.
pub struct Memory {
    rows: Rows,
    fault: Fault,
    no_room: NoRoom,
    /// How long a commit takes, of which it is durable after the first half.
    takes: Duration,
}

impl Memory {
    /// A store of `rows` whose commits take this long.
    pub fn of(rows: Rows, takes: Duration, fault: Fault) -> Self {
        Self {
            rows,
            fault,
            takes,
            no_room: Arc::new(|| false),
        }
    }

    /// The same, with a disk that is full whenever `no_room` says so.
    pub fn short_of_room(self, no_room: NoRoom) -> Self {
        Self { no_room, ..self }
    }
}

#[async_trait]
impl Store for Memory {
    async fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.rows.0.lock().unwrap().get(key).cloned())
    }

    async fn scan(
        &self,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let rows = self.rows.0.lock().unwrap();
        let from = match after {
            Some(after) => Bound::Excluded(after.to_vec()),
            None => Bound::Included(prefix.to_vec()),
        };
        let rows = rows.range((from, Bound::Unbounded));
        let below = rows.take_while(|(key, _)| key.starts_with(prefix));
        let cloned = below.map(|(key, value)| (key.clone(), value.clone()));
        Ok(cloned.take(limit).collect())
    }

    async fn commit(&self, mut commit: Commit) -> Result<Committed, StoreError> {
        if (self.no_room)() {
            return Err(StoreError::Full {
                path: "memory".into(),
                free_mib: 0,
                needed_mib: 1,
            });
        }
        (self.fault)(&mut commit);
        tokio::time::sleep(self.takes / 2).await;
        {
            let mut rows = self.rows.0.lock().unwrap();
            let holds = |compare: &union_brief::store::Compare| {
                rows.get(&compare.key) == compare.is.as_ref()
            };
            if !commit.compares.iter().all(holds) {
                return Ok(Committed::Conflict);
            }
            for operation in commit.operations {
                match operation {
                    Operation::Put(key, value) => rows.insert(key, value),
                    Operation::Delete(key) => rows.remove(&key),
                };
            }
        }
        tokio::time::sleep(self.takes / 2).await;
        Ok(Committed::Done)
    }

    fn watch(&self, _prefix: &[u8]) -> Watch {
        panic!("nothing in a simulation of deliveries watches the store")
    }
}
