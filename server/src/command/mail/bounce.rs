//! `coterie mail bounce`: a message that came back, on the standard input.

use std::io::Read as _;

use backend::{
    Backend,
    access::{SystemAccess, SystemReason},
    bounces::{READ, Received, receive},
};

use crate::command::Stopped;

pub(super) async fn bounce(backend: &Backend) -> Result<(), Stopped> {
    if backend.settings.bounce_address.is_none() {
        return Err(Stopped::Usage("COTERIE_MAIL_BOUNCE must say where emails come back to".to_owned()));
    }
    let mut message = Vec::new();
    // All of it is read, so that whoever writes it is not cut off; its beginning is what counts.
    std::io::stdin()
        .read_to_end(&mut message)
        .map_err(|error| Stopped::failed("the message cannot be read", error))?;
    message.truncate(READ);
    let system = SystemAccess::new(SystemReason::Mailbox);
    let received = receive(backend, &system, &message)
        .await
        .map_err(|error| Stopped::failed("what came back cannot be taken", error))?;
    println!(
        "{}",
        match received {
            Received::NotDelivered => "the email did not arrive; that is recorded",
            Received::Nothing => "it says nothing that matters",
            Received::NotOurs => "it is about no email of ours",
        }
    );
    Ok(())
}
