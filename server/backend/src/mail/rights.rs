//! Rights in words, for emails: permissions by their labels, scope by names, the end by its date.
//!
//! The labels are those of the pages (`app::locales::permissions`); they stand here again because emails are rendered
//! without the client.

use domain::{AccountId, Locale, Permission, PermissionSet, Rights, Scope, Timestamp};
use minijinja::{Value, context};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    Failure, Tx,
    client_area::filter,
    db::entity::{domains, services},
    moments::Moments,
};

/// The label of a permission.
pub(super) fn label(permission: Permission, locale: Locale) -> &'static str {
    let [english, bokmal] = match permission {
        Permission::Profile => ["Modify Master Account Profile", "Endre kontoens hovedprofil"],
        Permission::Contacts => ["View & Manage Contacts", "Se og administrere kontakter"],
        Permission::Products => ["View Products & Services", "Se produkter og tjenester"],
        Permission::ManageProducts => ["View & Modify Product Passwords", "Se og endre produktpassord"],
        Permission::ProductSso => ["Perform Single Sign-On", "Bruke engangspålogging (SSO)"],
        Permission::Domains => ["View Domains", "Se domener"],
        Permission::ManageDomains => ["Manage Domain Settings", "Administrere domeneinnstillinger"],
        Permission::Invoices => ["View & Pay Invoices", "Se og betale fakturaer"],
        Permission::Quotes => ["View & Accept Quotes", "Se og godta tilbud"],
        Permission::Tickets => ["View & Open Support Tickets", "Se og opprette supportsaker"],
        Permission::Affiliates => ["View & Manage Affiliate Account", "Se og administrere partnerkonto"],
        Permission::Emails => ["View Emails", "Se e-poster"],
        Permission::Orders => ["Place New Orders/Upgrades/Cancellations", "Bestille, oppgradere og si opp"],
        Permission::Activity => ["View Account Activity", "Se kontoaktivitet"],
    };
    match locale {
        Locale::English => english,
        Locale::Bokmal => bokmal,
    }
}

fn labels(permissions: PermissionSet, locale: Locale) -> Vec<&'static str> {
    permissions.iter().map(|permission| label(permission, locale)).collect()
}

/// Writes the rights of one account for one reader.
pub(super) struct Writer<'a> {
    pub tx: &'a Tx,
    pub account: AccountId,
    pub locale: Locale,
    pub moments: Moments,
}

impl Writer<'_> {
    /// For templates: `permissions` (a list), `scope` (names, or nothing for everything), `new_ones` (whether what is
    /// added later goes with them), `until` (or nothing).
    pub async fn rights(&self, rights: &Rights) -> Result<Value, Failure> {
        Ok(context! {
            permissions => labels(rights.permissions, self.locale),
            scope => self.scope(&rights.scope).await?,
            new_ones => new_ones(&rights.scope),
            until => rights.ends_at.map(|end| self.until(end)),
        })
    }

    /// For templates: `gains` and `loses` (lists), and what else is different now: `scope` (with `new_ones`) and `until`,
    /// each with `all`/`none` for "everything" and "without an end".
    pub async fn changes(&self, before: &Rights, after: &Rights) -> Result<Value, Failure> {
        let scope_changed = before.scope != after.scope;
        let end_changed = before.ends_at != after.ends_at;
        Ok(context! {
            gains => labels(after.permissions.minus(before.permissions), self.locale),
            loses => labels(before.permissions.minus(after.permissions), self.locale),
            everything => scope_changed && after.scope.is_everything(),
            scope => if scope_changed { self.scope(&after.scope).await? } else { None },
            new_ones => new_ones(&after.scope),
            endless => end_changed && after.ends_at.is_none(),
            until => if end_changed { after.ends_at.map(|end| self.until(end)) } else { None },
        })
    }

    /// "until the end of 8 December 2031", or with the time of day if it is not midnight in the account's time zone.
    pub fn until(&self, end: Timestamp) -> String {
        let whole_day = self.moments.end_of(self.moments.last_date_before(end)) == end;
        match (self.locale, whole_day) {
            (Locale::English, true) => format!("until the end of {}", self.moments.date(end.plus(-1))),
            (Locale::Bokmal, true) => format!("til og med {}", self.moments.date(end.plus(-1))),
            (Locale::English, false) => format!("until {}", self.moments.moment(end).absolute),
            (Locale::Bokmal, false) => format!("til {}", self.moments.moment(end).absolute),
        }
    }

    /// The names of what the scope covers now; `None`: everything. Never what it leaves out: that is nothing to its
    /// holder.
    async fn scope(&self, scope: &Scope) -> Result<Option<String>, Failure> {
        if scope.is_everything() {
            return Ok(None);
        }
        let services: Vec<String> = services::Entity::find()
            .select_only()
            .column(services::Column::Name)
            .filter(services::Column::AccountId.eq(self.account.0))
            .filter(filter::services(scope, services::Column::Id))
            .order_by_asc(services::Column::Name)
            .into_tuple()
            .all(self.tx.conn())
            .await?;
        let domains: Vec<String> = domains::Entity::find()
            .select_only()
            .column(domains::Column::Name)
            .filter(domains::Column::AccountId.eq(self.account.0))
            .filter(filter::domains(scope, domains::Column::Id))
            .order_by_asc(domains::Column::Name)
            .into_tuple()
            .all(self.tx.conn())
            .await?;
        let names = [services, domains].concat();
        Ok(Some(if names.is_empty() { "–".to_owned() } else { names.join(", ") }))
    }
}

/// Whether a limited scope goes with what is added later.
fn new_ones(scope: &Scope) -> bool {
    !scope.is_everything() && scope.covers_new()
}
