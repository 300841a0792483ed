//! Domain names: the list, a domain's page, its name servers, DNS records, registrant, transfer lock, transfer code and
//! auto-renew; several domains at once.
//!
//! What is typed is read by a DNS library as a name server would read it (`names`, `records`), so that what is stored
//! can be served. Every query is bound to the account of the access and filtered by its scope; every change reads the
//! rights again in its transaction, and commits with its entry in the log, the emails that tell of it, and the task for
//! the operator's systems.

mod epp;
mod list;
mod name_servers;
mod names;
mod owned;
mod page;
mod records;
mod registrant;
mod switches;
mod zone;

pub use epp::{reveal, shown};
pub(crate) use list::in_scope;
pub use list::{DomainList, list};
pub use name_servers::{MOST as MOST_NAME_SERVERS, NameServer, set_name_servers};
pub(crate) use owned::load;
pub use page::{DomainPage, page};
pub use records::{Kind, RecordForm};
pub(crate) use registrant::of_account as registrant_of_account;
pub use registrant::{Registrant, RegistrantChoice, RegistrantForm, RegistrantPage, registrant, set_registrant};
pub use switches::{set_auto_renew, set_lock};
pub use zone::{RecordLine, remove_record, save_record};
