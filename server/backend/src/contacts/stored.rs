//! A contact with everything that belongs to it, as it is stored, and as the form shows it.

use std::collections::BTreeSet;

use domain::{
    AccountId, Category, CategorySet, Code, ContactForm, ContactId, EmailAddress, Locale, MembershipState, Rights,
    Scope, Subject, Timestamp,
    contact_form::{FieldSet, PersonalDetails},
    country::Country,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::subjects;
use crate::{
    Failure, Tx,
    db::entity::{contact_categories, contacts},
    memberships::Membership,
    moments::Moments,
    people::Addressee,
};

/// A contact with everything that belongs to it.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub row: contacts::Model,
    pub categories: CategorySet,
    pub member: Option<Membership>,
    /// What is ticked where the scope is a chosen list: with new ones, all that there is now but what is left out.
    chosen: BTreeSet<Subject>,
}

impl Stored {
    pub async fn find(conn: &impl ConnectionTrait, account: AccountId, id: ContactId) -> Result<Option<Self>, Failure> {
        let member = Membership::find(conn, account, id).await?;
        Self::read(conn, account, id, member).await
    }

    /// The same to be changed: its login is locked.
    pub async fn lock(tx: &Tx, account: AccountId, id: ContactId) -> Result<Option<Self>, Failure> {
        let member = Membership::lock(tx, account, id).await?;
        Self::read(tx.conn(), account, id, member).await
    }

    async fn read(
        conn: &impl ConnectionTrait,
        account: AccountId,
        id: ContactId,
        member: Option<Membership>,
    ) -> Result<Option<Self>, Failure> {
        let Some(row) = contacts::Entity::find_by_id((account.0, id.0)).one(conn).await? else {
            return Ok(None);
        };
        let codes: Vec<String> = contact_categories::Entity::find()
            .select_only()
            .column(contact_categories::Column::Category)
            .filter(contact_categories::Column::AccountId.eq(account.0))
            .filter(contact_categories::Column::ContactId.eq(id.0))
            .into_tuple()
            .all(conn)
            .await?;
        let categories = codes.iter().filter_map(|code| Category::from_code(code)).collect();
        let chosen = match member.as_ref().map(|member| &member.rights.scope) {
            None | Some(Scope::All) => BTreeSet::new(),
            Some(Scope::Only(subjects)) => subjects.clone(),
            Some(Scope::AllBut(left_out)) => &subjects::all(conn, account).await? - left_out,
        };
        Ok(Some(Self { row, categories, member, chosen }))
    }

    pub fn id(&self) -> ContactId {
        ContactId(self.row.id)
    }

    pub fn name(&self) -> String {
        format!("{} {}", self.row.first_name, self.row.last_name)
    }

    /// For emails to them.
    pub fn addressee(&self) -> Result<Addressee, Failure> {
        Ok(Addressee {
            name: self.name(),
            email: EmailAddress::parse(&self.row.email)
                .map_err(|_| Failure::inconsistent("a contact's address is none"))?,
            locale: Locale::from_code(&self.row.locale).unwrap_or_default(),
        })
    }

    /// What their login gives, or gave.
    pub fn rights(&self) -> Option<&Rights> {
        self.member.as_ref().map(|member| &member.rights)
    }

    pub fn state(&self, now: Timestamp) -> MembershipState {
        self.member.as_ref().map_or(MembershipState::None, |member| member.state(now))
    }

    /// What invoices print of this contact, if `billing` says that they are addressed to it.
    pub fn printed(&self, billing: Option<ContactId>) -> FieldSet {
        if billing == Some(self.id()) {
            details_of(&self.row).printed_on_invoices()
        } else {
            FieldSet::EMPTY
        }
    }

    /// The form as it would be posted if nothing were changed. When the login is over, it offers what it gave.
    pub fn form(&self, now: Timestamp, moments: &Moments) -> ContactForm {
        let mut form = personal(&details_of(&self.row), &self.row.email, &self.row.locale);
        form.emails = self.categories;
        form.activate = self.state(now).is_ticked();
        form.version = self.row.version;
        if let Some(rights) = self.rights() {
            form.permissions = rights.permissions;
            if !rights.scope.is_everything() {
                "chosen".clone_into(&mut form.scope);
                form.new_ones = rights.scope.covers_new();
                for subject in &self.chosen {
                    match subject {
                        Subject::Service(id) => form.services.insert(*id, true),
                        Subject::Domain(id) => form.domains.insert(*id, true),
                    };
                }
            }
            form.access_ends = rights.ends_at.map(|end| moments.last_date_before(end).to_string()).unwrap_or_default();
        }
        form
    }
}

/// The personal part of the form.
pub(super) fn personal(details: &PersonalDetails, email: &str, language: &str) -> ContactForm {
    ContactForm {
        first_name: details.first_name.clone(),
        last_name: details.last_name.clone(),
        company: details.company.clone(),
        email: email.to_owned(),
        phone: details.phone.clone(),
        address1: details.address1.clone(),
        address2: details.address2.clone(),
        city: details.city.clone(),
        region: details.region.clone(),
        postcode: details.postcode.clone(),
        country: details.country.map(|country| country.code().to_owned()).unwrap_or_default(),
        tax_id: details.tax_id.clone(),
        language: language.to_owned(),
        scope: "all".to_owned(),
        ..ContactForm::default()
    }
}

/// Who a stored contact is.
pub(crate) fn details_of(row: &contacts::Model) -> PersonalDetails {
    PersonalDetails {
        first_name: row.first_name.clone(),
        last_name: row.last_name.clone(),
        company: row.company.clone(),
        phone: row.phone.clone(),
        address1: row.address1.clone(),
        address2: row.address2.clone(),
        city: row.city.clone(),
        region: row.region.clone(),
        postcode: row.postcode.clone(),
        country: Country::from_code(&row.country),
        tax_id: row.tax_id.clone(),
    }
}
