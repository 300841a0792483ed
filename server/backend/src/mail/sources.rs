//! The files of the built-in templates. Those that end in `.jinja` are rendered both as text and as HTML.

macro_rules! files {
    ($($file:literal: $path:literal,)+ both: $($name:literal,)+ events: $($event:literal,)+) => {
        /// Each file by its name, with its source.
        pub(super) const ALL: &[(&str, &str)] = &[
            $(($file, include_str!($path)),)+
            $(
                (concat!($name, ".en.jinja"), include_str!(concat!("templates/", $name, ".en.jinja"))),
                (concat!($name, ".nb.jinja"), include_str!(concat!("templates/", $name, ".nb.jinja"))),
            )+
            $(
                (concat!($event, ".en.jinja"), include_str!(concat!("templates/events/", $event, ".en.jinja"))),
                (concat!($event, ".nb.jinja"), include_str!(concat!("templates/events/", $event, ".nb.jinja"))),
            )+
        ];
    };
}

files! {
    "layout.html": "templates/layout.html",
    "layout.txt": "templates/layout.txt",
    "parts.html": "templates/parts.html",
    "parts.txt": "templates/parts.txt",
    "mail.css": "templates/mail.css",
    both:
    "words",
    "access_changed",
    "access_ended",
    "access_ending",
    "access_given",
    "address_changed",
    "address_confirm",
    "invitation",
    "new_sign_in",
    "owner_notice",
    "password_changed",
    "password_reset",
    "test",
    events:
    "announcement",
    "account_details_changed",
    "account_password_changed",
    "card_expiring",
    "order_received",
    "invoice_created",
    "invoice_reminder",
    "invoice_overdue",
    "payment_confirmed",
    "payment_failed",
    "refund_issued",
    "credit_added",
    "ticket_opened",
    "ticket_opened_by_staff",
    "ticket_replied",
    "ticket_closed",
    "ticket_closing",
    "service_ready",
    "service_suspended",
    "service_unsuspended",
    "service_terminated",
    "service_password_changed",
    "service_upgraded",
    "cancellation_received",
    "service_renewing",
    "domain_registered",
    "domain_transfer_started",
    "domain_transfer_completed",
    "domain_transfer_failed",
    "domain_renewal",
    "domain_expired",
    "name_servers_changed",
    "domain_lock_changed",
    "domain_epp_used",
    "affiliate_report",
}
