//! What a function needs: one marker type per permission.

use domain::Permission;

mod sealed {
    pub trait Sealed {}
}

/// A permission as a type. `PERMISSION` is `None` for what everyone signed in on the account may.
pub trait Need: sealed::Sealed + Send + Sync + 'static {
    const PERMISSION: Option<Permission>;
}

macro_rules! needs {
    ($($(#[$doc:meta])* $name:ident = $permission:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}
        impl sealed::Sealed for $name {}
        impl Need for $name {
            const PERMISSION: Option<Permission> = $permission;
        }
    )+};
}

needs! {
    /// Signed in on the account is enough.
    Anyone = None;
    /// `profile`
    ModifyProfile = Some(Permission::Profile);
    /// `contacts`
    ManageContacts = Some(Permission::Contacts);
    /// `products`
    ViewProducts = Some(Permission::Products);
    /// `manageproducts`
    ManageProducts = Some(Permission::ManageProducts);
    /// `productsso`
    SignOn = Some(Permission::ProductSso);
    /// `domains`
    ViewDomains = Some(Permission::Domains);
    /// `managedomains`
    ManageDomains = Some(Permission::ManageDomains);
    /// `invoices`
    ViewInvoices = Some(Permission::Invoices);
    /// `quotes`
    ViewQuotes = Some(Permission::Quotes);
    /// `tickets`
    ViewTickets = Some(Permission::Tickets);
    /// `affiliates`
    ViewAffiliates = Some(Permission::Affiliates);
    /// `emails`
    ViewEmails = Some(Permission::Emails);
    /// `orders`
    PlaceOrders = Some(Permission::Orders);
    /// `activity`
    ViewActivity = Some(Permission::Activity);
}
