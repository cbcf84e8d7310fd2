//! The webhook that was set last. Telegram says where it posts, not with which secret; so that a restart does not set it
//! again, a seal of both is kept. The caller makes it so that it tells nothing of the secret.

use super::inbox::commit;
use super::records::{decode, encode};
use super::{Operation, Store, StoreError, keys};

/// The seal of the webhook that was set last.
pub async fn last_set(store: &dyn Store) -> Result<Option<String>, StoreError> {
    let value = store.get(keys::META_WEBHOOK).await?;
    value
        .map(|value| decode(keys::META_WEBHOOK, &value))
        .transpose()
}

/// Remembers it.
pub async fn remember(store: &dyn Store, seal: &str) -> Result<(), StoreError> {
    let put = Operation::Put(keys::META_WEBHOOK.to_vec(), encode(&seal)?);
    commit(store, vec![put]).await
}
