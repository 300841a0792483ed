//! Ordering and the affiliate account over HTTP: the forms of their pages as a browser without JavaScript posts them.

use axum::http::StatusCode;
use domain::Permission;
use server::config::Options;

use crate::{
    billing::input,
    harness::{Engine, World},
    on_both,
    steps::{KAI, OWNER, hold},
};

/// What stands on a page from a text on.
fn from<'a>(html: &'a str, text: &str) -> &'a str {
    html.split_once(text).map_or_else(|| panic!("no {text}: {html}"), |(_, rest)| rest)
}

on_both!(things_are_put_into_the_cart_and_ordered, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let html = owner.get("/order").await.text();
    let product = input(from(&html, ">Domain name .test</h3>"), "form[product]");
    let add = |name| {
        let form = [("form[product]", product.as_str()), ("form[name]", name)];
        let owner = owner.clone();
        async move { owner.submit("/api/orders/cart/add", "/order", &form).await }
    };
    assert_eq!(add("not a name").await.header("location"), "/order");
    let html = owner.get("/order").await.text();
    assert!(html.contains("no name that it could have") && html.contains("value=\"not a name\""), "{html}");
    assert_eq!(add("nordlys.test").await.header("location"), "/order?done=added");
    let html = owner.get("/order").await.text();
    let cart = from(&html, "Your cart");
    assert!(cart.contains("nordlys.test") && cart.contains("NOK\u{a0}149.00"), "{cart}");
    let form = from(cart, "/api/orders/check-out");
    let (account, token, seen) = (input(form, "account"), input(form, "form[token]"), input(form, "form[seen]"));
    let form = [("account", account.as_str()), ("form[token]", token.as_str()), ("form[seen]", seen.as_str())];
    for _ in 0..2 {
        let ordered = owner.submit("/api/orders/check-out", "/order", &form).await;
        assert_eq!(ordered.header("location"), "/order?done=ordered&order=ORD-7801", "{}", ordered.text());
    }
    let html = owner.get("/order?done=ordered&order=ORD-7801").await.text();
    assert!(html.contains("Order ORD-7801 is placed") && html.contains("Nothing is in it yet"), "{html}");
    assert!(owner.get("/invoices").await.text().contains("INV-10401"));
});

on_both!(a_service_is_changed_and_cancelled, |world: World| async move {
    let world = world.demo().await;
    let owner = world.signed_in(OWNER).await;
    let html = owner.get("/order").await.text();
    let (before, _) = html.split_once(">shop.northwind.test</option>").unwrap();
    let id = before.rsplit("value=\"").next().unwrap().split('"').next().unwrap().to_owned();
    let page = format!("/order?service={id}");
    let html = owner.get(&page).await.text();
    assert!(html.contains("Change to Web Hosting Start") && html.contains("Difference each period"), "{html}");
    let form = from(&html, "/api/orders/cancel");
    let token = input(form, "form[token]");
    let cancel = |reason| {
        let (owner, page) = (owner.clone(), page.clone());
        let form = [
            ("id", id.clone()),
            ("form[choice]", "now".into()),
            ("form[reason]", reason),
            ("form[token]", token.clone()),
        ];
        async move {
            let form: Vec<_> = form.iter().map(|(name, value): &(&str, String)| (*name, value.as_str())).collect();
            owner.submit("/api/orders/cancel", &page, &form).await
        }
    };
    assert_eq!(cancel(String::new()).await.header("location"), page);
    assert!(owner.get(&page).await.text().contains("Please fill this in."));
    let done = cancel("We move".into()).await;
    assert_eq!(done.header("location"), "/order?done=ordered&order=ORD-7801");
    assert!(world.mails(OWNER).await.iter().any(|mail| mail.text.contains("shop.northwind.test")));

    // Without the permission for services none is named; a foreign one is not there.
    hold(&world, KAI, Some(Permission::Orders)).await;
    let kai = world.signed_in(KAI).await;
    let html = kai.get("/order").await.text();
    assert!(!html.contains("<option value=\"0") && !html.contains("/invoices/"), "{html}");
    let orders = from(&html, "id=\"orders\"");
    assert!(orders.contains("ORD-7801") && orders.contains("Not shown to you"), "{orders}");
    assert!(!orders.contains("northwind") && !orders.contains("nw-app"), "{orders}");
    let fabrikam = world.signed_in("owner@fabrikam.test").await;
    assert_eq!(fabrikam.get(&page).await.status, StatusCode::NOT_FOUND);
});

/// The operator runs an affiliate programme.
async fn a_payout(engine: Engine) {
    let options = Options { affiliates: Some("1".to_owned()), ..Options::default() };
    let world = World::with(engine, options).await.demo().await;
    let owner = world.signed_in(OWNER).await;
    let html = owner.get("/affiliates").await.text();
    assert_eq!(input(&html, "form[amount]"), "1425.00");
    let token = input(&html, "form[token]");
    let form = |amount| [("form[amount]", amount), ("form[token]", token.as_str())];
    assert_eq!(
        owner.submit("/api/affiliates/payout", "/affiliates", &form("1")).await.header("location"),
        "/affiliates"
    );
    assert!(owner.get("/affiliates").await.text().contains("less than is paid out"));
    let asked = owner.submit("/api/affiliates/payout", "/affiliates", &form("1425.00")).await;
    assert_eq!(asked.header("location"), "/affiliates?done=asked");
    let html = owner.get("/affiliates?done=asked").await.text();
    assert!(
        html.contains("The payout is asked for") && html.contains("once they come to NOK\u{a0}500.00"),
        "{html}"
    );
}

mod a_payout_is_asked_for {
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        super::a_payout(super::Engine::Sqlite).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        super::a_payout(super::Engine::Postgres).await;
    }
}
