//! What each endpoint has to do with services and domains. What is registered and stands in no row fails the test.

use axum::http::StatusCode;

/// What an endpoint has to do with services and domains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Nothing: it is about people, a session, or what concerns anybody.
    Nothing,
    /// It shows what there is: these words, which are about what is in scope, and none about anything else.
    Shows(&'static [&'static str]),
    /// It is about one thing: not refused where that is in scope, and refused like that where it is not.
    One(StatusCode),
    /// It is about the whole account, which no limited scope covers.
    Whole,
}

use Of::{Nothing, One, Shows, Whole};

/// A form. What begins with `$` stands for something in scope, or for the same thing out of scope: see
/// [`Thing`](super::Thing).
pub type Form = &'static [(&'static str, &'static str)];

/// As if it were not there.
const NOT_THERE: Of = One(StatusCode::NOT_FOUND);

pub const FUNCTIONS: &[(&str, Of, Form)] = &[
    ("/api/frame", Shows(&[]), &[]),
    ("/api/locale", Nothing, &[]),
    // As the pages: see below.
    ("/api/page", Nothing, &[]),
    ("/api/session/sign-in-page", Nothing, &[]),
    ("/api/session/sign-in", Nothing, &[]),
    ("/api/session/sign-out", Nothing, &[]),
    ("/api/session/forgot-page", Nothing, &[]),
    ("/api/session/forgot-password", Nothing, &[]),
    ("/api/session/reset-page", Nothing, &[]),
    ("/api/session/reset-password", Nothing, &[]),
    ("/api/session/confirm-page", Nothing, &[]),
    ("/api/session/confirm-email", Nothing, &[]),
    ("/api/invitations/page", Shows(&[]), &[]),
    ("/api/invitations/set-password", Nothing, &[]),
    ("/api/invitations/answer", Nothing, &[]),
    ("/api/accounts/page", Shows(&[]), &[]),
    ("/api/accounts/choose", Nothing, &[]),
    ("/api/security/page", Shows(&[]), &[]),
    ("/api/security/profile", Nothing, &[]),
    ("/api/security/password", Nothing, &[]),
    ("/api/security/email", Nothing, &[]),
    ("/api/security/end-session", Nothing, &[]),
    ("/api/security/leave", Nothing, &[]),
    (
        "/api/invoices/pay",
        Whole,
        &[("id", "$invoice"), ("form[amount]", "1"), ("form[seen]", "0"), ("form[token]", "$new")],
    ),
    (
        "/api/invoices/add-funds",
        Whole,
        &[("form[amount]", "100"), ("form[currency]", "NOK"), ("form[token]", "$new")],
    ),
    ("/api/quotes/accept", Whole, &[("id", "$quote")]),
    ("/api/quotes/decline", Whole, &[("id", "$quote"), ("form[reason]", "Too late")]),
    ("/api/orders/cart/add", Whole, &[("form[product]", "$product")]),
    // Of one's own cart.
    ("/api/orders/cart/remove", Nothing, &[]),
    ("/api/orders/check-out", Whole, &[("form[token]", "$new")]),
    (
        "/api/orders/change",
        NOT_THERE,
        &[("id", "$service"), ("form[choice]", "$product"), ("form[token]", "$new")],
    ),
    (
        "/api/orders/cancel",
        NOT_THERE,
        &[("id", "$service"), ("form[choice]", "end"), ("form[reason]", "We move"), ("form[token]", "$new")],
    ),
    ("/api/orders/renew", NOT_THERE, &[("id", "$domain"), ("form[choice]", "1"), ("form[token]", "$new")]),
    ("/api/affiliates/payout", Whole, &[("form[amount]", "1000"), ("form[token]", "$new")]),
    ("/api/activity/page", Shows(&["nw-app-01", "northwind-print.test", "48190", "INV-10362"]), &[]),
    (
        "/api/contacts/page",
        Shows(&["nw-app-01", "northwind-print.test", "nordvind.test"]),
        &[("selected", "new")],
    ),
    (
        // No one grants more than they hold.
        "/api/contacts/save",
        One(StatusCode::FORBIDDEN),
        &[
            ("form[first_name]", "Ada"),
            ("form[last_name]", "Test"),
            ("form[email]", "ada@scope.test"),
            ("form[activate]", "true"),
            ("form[scope]", "chosen"),
            ("form[services][id-$service]", "true"),
            ("form[version]", "0"),
        ],
    ),
    ("/api/contacts/delete", Nothing, &[]),
    ("/api/contacts/invite", Nothing, &[]),
    ("/api/contacts/test", Nothing, &[]),
    ("/api/tickets/watch", Nothing, &[]),
    ("/api/services/reveal", NOT_THERE, &[("id", "$service")]),
    ("/api/services/password", NOT_THERE, &[("id", "$service"), ("generate", "true")]),
    ("/api/services/action", NOT_THERE, &[("id", "$service"), ("action", "restart")]),
    ("/api/services/sign-on", NOT_THERE, &[("id", "$service")]),
    (
        "/api/domains/name-servers",
        NOT_THERE,
        &[("id", "$domain"), ("name_servers", "ns1.provider.test\nns2.provider.test")],
    ),
    ("/api/domains/record", NOT_THERE, &[("id", "$domain"), ("form[name]", "www")]),
    ("/api/domains/remove-record", NOT_THERE, &[("id", "$domain"), ("record", "$record")]),
    ("/api/domains/registrant", NOT_THERE, &[("id", "$domain"), ("form[source]", "account")]),
    ("/api/domains/lock", NOT_THERE, &[("id", "$domain"), ("on", "true")]),
    ("/api/domains/auto-renew", NOT_THERE, &[("id", "$domain"), ("on", "true")]),
    ("/api/domains/code", NOT_THERE, &[("id", "$domain")]),
    ("/api/domains/several", NOT_THERE, &[("form[domains][id-$domain]", "true"), ("form[what]", "lock")]),
    ("/api/overview/page", NOT_THERE, &[("about", "service-$service")]),
    ("/api/overview/save", Nothing, &[]),
    ("/api/details/page", Shows(&[]), &[]),
    ("/api/details/save", Nothing, &[]),
    ("/api/tickets/close", NOT_THERE, &[("id", "$ticket")]),
    ("/api/tickets/reopen", NOT_THERE, &[("id", "$ticket")]),
];

/// Each page as it is routed, with an address of it.
pub const PAGES: &[(&str, Of, &str)] = &[
    ("/login", Nothing, ""),
    ("/forgot-password", Nothing, ""),
    ("/reset-password", Nothing, ""),
    ("/invitations", Shows(&[]), "/invitations"),
    ("/accounts", Shows(&[]), "/accounts"),
    ("/confirm-email", Nothing, ""),
    // Its numbers are counted below.
    ("/", Shows(&["nordvind.test"]), "/"),
    ("/account/details", Shows(&[]), "/account/details"),
    ("/account/contacts", Shows(&["chosen services and domains"]), "/account/contacts"),
    ("/account/contacts/emails", NOT_THERE, "/account/contacts/emails?about=service-$service"),
    ("/account/contacts/{id}", Shows(&["nw-app-01", "northwind-print.test"]), "/account/contacts/new"),
    (
        "/account/activity",
        Shows(&["nw-app-01", "northwind-print.test", "48190", "INV-10362"]),
        "/account/activity",
    ),
    (
        "/account/emails",
        Shows(&["INV-10362 is overdue", "Maintenance of nw-app-01", "nordvind.test does not renew"]),
        "/account/emails",
    ),
    ("/account/emails/{id}", NOT_THERE, "/account/emails/$email"),
    ("/account/notifications", Shows(&[]), "/account/notifications"),
    ("/account/security", Shows(&[]), "/account/security"),
    ("/search", Shows(&["nw-app-01", "Maintenance of nw-app-01"]), "/search?q=nw-app"),
    ("/services", Shows(&["nw-app-01"]), "/services"),
    ("/services/{id}", NOT_THERE, "/services/$service"),
    ("/domains", Shows(&["northwind-print.test", "nordvind.test"]), "/domains"),
    ("/domains/{id}", NOT_THERE, "/domains/$domain"),
    ("/invoices", Shows(&["INV-10362"]), "/invoices"),
    ("/invoices/{id}", NOT_THERE, "/invoices/$invoice"),
    ("/quotes", Shows(&[]), "/quotes"),
    ("/quotes/{id}", Whole, "/quotes/$quote"),
    ("/tickets", Shows(&["48190", "nordvind.test"]), "/tickets"),
    ("/tickets/new", Shows(&["nw-app-01", "northwind-print.test", "nordvind.test"]), "/tickets/new"),
    ("/tickets/{id}", NOT_THERE, "/tickets/$ticket"),
    ("/affiliates", Whole, "/affiliates"),
    ("/order", Shows(&["nw-app-01", "northwind-print.test", "ORD-7712"]), "/order"),
    ("/help/contacts", Nothing, ""),
];

/// More addresses of pages that the server writes.
pub const MORE_PAGES: &[(&str, Of)] = &[
    ("/order?service=$service", NOT_THERE),
    ("/search?q=test", Shows(&["northwind-print.test", "nordvind.test"])),
    ("/search?q=inv-10", Shows(&["INV-10362"])),
    ("/search?q=48", Shows(&["48190"])),
    ("/search?q=shop", Shows(&[])),
    ("/search?q=studio", Shows(&[])),
    ("/search?q=q-20", Shows(&[])),
    ("/search?q=ord-7", Shows(&["ORD-7712"])),
    ("/services?search=n", Shows(&["nw-app-01"])),
    ("/domains?search=n", Shows(&["nordvind.test"])),
    ("/invoices?filter=paid", Shows(&[])),
    ("/tickets?status=closed", Shows(&[])),
];

/// Each file that can be taken away, with an address of it.
pub const DOWNLOADS: &[(&str, Of, &str)] = &[
    ("/invoices/statement.csv", Shows(&["INV-10362"]), "/invoices/statement.csv"),
    ("/invoices/{id}/pdf", NOT_THERE, "/invoices/$invoice/pdf"),
    ("/quotes/{id}/pdf", Whole, "/quotes/$quote/pdf"),
    ("/account/emails/{id}/html", NOT_THERE, "/account/emails/$email/html"),
];

/// The forms with files and the files of tickets.
pub const TICKETS: &[(&str, Of, &str, Form)] = &[
    (
        "/tickets/new/send",
        NOT_THERE,
        "/tickets/new/send",
        &[
            ("token", "$new"),
            ("about", "service-$service"),
            ("subject", "Slow"),
            ("department", "technical"),
            ("priority", "normal"),
            ("text", "It is slow"),
        ],
    ),
    (
        "/tickets/{id}/send",
        NOT_THERE,
        "/tickets/$ticket/send",
        &[("token", "$new"), ("text", "Still slow")],
    ),
    ("/tickets/{id}/files/{file}", NOT_THERE, "/tickets/$ticket/files/$file", &[]),
];

/// What nobody may find who does not cover it.
pub const OUTSIDE: &[&str] = &[
    "shop.northwind.test",
    "staging.northwind.test",
    "old-blog.northwind.test",
    "Mail for northwind.test",
    "northwind-studio.test",
    "nordvindverksted.test",
    "northwind-summer.test",
    "INV-10377",
    "INV-10345",
    "INV-10311",
    "INV-10278",
    "INV-10240",
    "INV-10206",
    "INV-10199",
    "Q-2041",
    "Q-2033",
    "Q-2012",
    "ORD-7540",
    "ORD-7402",
    "48213",
    "Checkout is slow",
    "48077",
    "47950",
    "47721",
];
