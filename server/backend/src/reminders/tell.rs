//! Telling one notice: claimed and posted in one transaction.

use domain::business_event::BusinessEvent;

use super::{
    claim::claim,
    due::{Due, Source},
    schedule::Notice,
};
use crate::{Backend, Failure, Tx, access::SystemAccess, mail::events::post_in};

/// Claims a notice and posts the event that `event` makes of it; nothing, if it says that there is nothing to tell any
/// more. Returns whether it was told.
pub(super) async fn claim_and_post<F>(
    backend: &Backend,
    system: &SystemAccess,
    source: &Source,
    due: Due,
    notice: &Notice,
    event: impl FnOnce(Tx) -> F,
) -> Result<bool, Failure>
where
    F: Future<Output = Result<(Tx, Option<BusinessEvent>), Failure>>,
{
    let tx = backend.db.write().await?;
    if !claim(&tx, source, due.account(), due.id(), notice, due.at(), backend.now()).await? {
        return Ok(false);
    }
    let (tx, Some(event)) = event(tx).await? else { return Ok(false) };
    if let Err(refused) = post_in(backend, system, &tx, due.account(), None, event).await? {
        // It would be refused again each minute.
        tracing::error!(%refused, what = source.kind, id = %due.id(), "a notice is not told");
    }
    tx.commit().await?;
    Ok(true)
}
