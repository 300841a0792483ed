//! What the emails say, in both languages, and which of them are not sent any more.

use backend::{
    Backend, demo,
    mail::{MailEvent, Notice, mailbox},
    outbox::{Letter, drain, queue},
};
use domain::{AccountId, EmailAddress, Locale, Permission, Rights, Scope, Subject, Timestamp, UserId, id::ServiceId};

use crate::{
    behind::Behind,
    on_both, snapshot,
    world::{START, World},
};

async fn post(backend: &Backend, to: &str, name: &str, locale: Locale, event: MailEvent) {
    let tx = backend.db.write().await.unwrap();
    let to = EmailAddress::parse(to).unwrap();
    let letter = Letter { account: None, event, to, to_name: name.into(), locale, routed: None };
    queue(&tx, backend.now(), letter).await.unwrap();
    tx.commit().await.unwrap();
}

/// Delivers one email and returns it; `None` if it was dropped.
async fn told(world: &World, to: &str, name: &str, locale: Locale, event: MailEvent) -> Option<mailbox::Kept> {
    world.clock.advance(1);
    post(&world.backend, to, name, locale, event).await;
    match drain(&world.backend).await.unwrap() {
        0 => None,
        _ => mailbox::list(&world.backend.db, None).await.unwrap().into_iter().next(),
    }
}

fn rights(permissions: &[Permission], days: Option<i64>) -> Rights {
    Rights {
        permissions: permissions.iter().copied().collect(),
        scope: Scope::All,
        // Midnight in Oslo.
        ends_at: days.map(|days| START.plus(11 * Timestamp::HOUR + days * Timestamp::DAY)),
    }
}

struct Demo {
    behind: Behind,
    account: AccountId,
    account_name: String,
}

impl Demo {
    async fn load(world: &World) -> Self {
        demo::load(&world.backend).await.unwrap();
        let behind = Behind::of(world).await;
        let account = behind.account("Northwind Studio").await;
        Self { behind, account, account_name: "Northwind Studio".into() }
    }

    #[expect(clippy::too_many_lines, reason = "a list")]
    /// Every email there is: a name for its snapshot, whom it goes to, and the event.
    async fn everything(&self) -> Vec<(&'static str, &'static str, &'static str, MailEvent)> {
        let account = self.account;
        let account_name = self.account_name.clone();
        let sam = ("sam@codeworks.test", "Sam Okafor");
        let owner = (demo::OWNER, "Astrid Berg");
        let service = self.service("nw-app-01").await;
        let before = rights(&[Permission::Products, Permission::Tickets], None);
        let mut after = rights(&[Permission::Products, Permission::Invoices], Some(20));
        after.scope = Scope::Only([Subject::Service(service)].into());
        let contact = self.behind.contact("Northwind Studio", sam.0).await;
        let at = START.plus(-Timestamp::HOUR);
        let ends_at = rights(&[], Some(2)).ends_at.unwrap();
        let ending = MailEvent::AccessEnding {
            account,
            account_name: account_name.clone(),
            name: "Sam Okafor".into(),
            days: 3,
            ends_at,
        };
        let ending_tomorrow = MailEvent::AccessEnding {
            account,
            account_name: account_name.clone(),
            name: "Sam Okafor".into(),
            days: 1,
            ends_at: START.plus(Timestamp::DAY),
        };
        let user = self.behind.user(sam.0).await;
        let mut all = vec![
            ("password-reset", sam.0, "", MailEvent::PasswordResetAsked),
            ("invitation", sam.0, sam.1, MailEvent::Invitation { account, contact }),
            (
                "password-changed",
                sam.0,
                sam.1,
                MailEvent::PasswordChanged { user, address: "198.51.100.23".into(), at },
            ),
            (
                "new-sign-in",
                sam.0,
                sam.1,
                MailEvent::NewSignIn { user, device: "Firefox, Linux".into(), address: "198.51.100.23".into(), at },
            ),
            (
                "access-given",
                sam.0,
                sam.1,
                MailEvent::AccessGiven { account, account_name: account_name.clone(), rights: after.clone() },
            ),
            (
                "access-changed",
                sam.0,
                sam.1,
                MailEvent::AccessChanged {
                    account,
                    account_name: account_name.clone(),
                    before: before.clone(),
                    after: after.clone(),
                },
            ),
            (
                "access-widened",
                sam.0,
                sam.1,
                MailEvent::AccessChanged {
                    account,
                    account_name: account_name.clone(),
                    before: after.clone(),
                    after: before.clone(),
                },
            ),
            ("access-ended", sam.0, sam.1, MailEvent::AccessEnded { account, account_name: account_name.clone() }),
            ("access-ending", sam.0, sam.1, ending.clone()),
            ("access-ending-tomorrow", sam.0, sam.1, ending_tomorrow),
            ("access-ending-to-owner", owner.0, owner.1, ending),
            ("address-confirm", "new@codeworks.test", sam.1, MailEvent::AddressConfirm { user }),
            ("address-changed", sam.0, sam.1, MailEvent::AddressChanged { to: "new@codeworks.test".into() }),
        ];
        let (name, email) = ("Sam Okafor".to_owned(), sam.0.to_owned());
        let notices = [
            (
                "owner-access-given",
                Notice::AccessGiven { name: name.clone(), email: email.clone(), rights: before.clone() },
            ),
            (
                "owner-access-changed",
                Notice::AccessChanged { name: name.clone(), email: email.clone(), before, after },
            ),
            ("owner-access-revoked", Notice::AccessRevoked { name: name.clone(), email: email.clone() }),
            ("owner-access-ended", Notice::AccessEnded { name: name.clone(), email: email.clone() }),
            ("owner-contact-deleted", Notice::ContactDeleted { name: name.clone(), email: email.clone() }),
            (
                "owner-contact-address-changed",
                Notice::ContactAddressChanged {
                    name: name.clone(),
                    from: email.clone(),
                    to: "new@codeworks.test".into(),
                },
            ),
            ("owner-invitation-accepted", Notice::InvitationAccepted { name: name.clone(), email: email.clone() }),
            ("owner-invitation-declined", Notice::InvitationDeclined { name: name.clone(), email: email.clone() }),
            ("owner-mail-disowned", Notice::MailDisowned { name: name.clone(), email: email.clone() }),
            (
                "owner-mail-bounced",
                Notice::MailBounced {
                    name: name.clone(),
                    email: email.clone(),
                    words: "550 5.1.1 <sam@codeworks.test>: no such user".into(),
                },
            ),
            ("owner-left", Notice::Left { name: name.clone(), email }),
            ("owner-escalation-refused", Notice::EscalationRefused { name }),
        ];
        all.extend(notices.into_iter().map(|(snapshot, notice)| {
            let event = MailEvent::OwnerNotice {
                account,
                account_name: account_name.clone(),
                by: "Mia Manager".into(),
                notice,
            };
            (snapshot, owner.0, owner.1, event)
        }));
        all
    }

    async fn service(&self, name: &str) -> ServiceId {
        ServiceId(self.behind.id(&format!("SELECT id FROM services WHERE name = '{name}'")).await)
    }

    /// Sam has not answered the invitation yet.
    async fn invite_sam(&self) {
        let sql = "UPDATE memberships SET state = 'invited' WHERE contact_id IN \
                   (SELECT id FROM contacts WHERE email_canonical = 'sam@codeworks.test')";
        assert_eq!(self.behind.run(sql).await, 2);
    }

    async fn ask_for_new_address(&self, address: &str, expires: Timestamp) {
        self.behind.run("DELETE FROM email_changes").await;
        // No bytes yet: written without a literal, which the engines spell differently.
        let sql = format!(
            "INSERT INTO email_changes (user_id, new_email, created_at, expires_at, token_hash) \
             SELECT id, '{address}', 0, {}, (SELECT hash FROM activity LIMIT 1) \
             FROM users WHERE email_canonical = 'sam@codeworks.test'",
            expires.0
        );
        self.behind.run(&sql).await;
    }
}

on_both!(every_email_in_both_languages, |world: World| async move {
    let demo = Demo::load(&world).await;
    demo.invite_sam().await;
    demo.ask_for_new_address("new@codeworks.test", START.plus(Timestamp::HOUR)).await;
    for (name, to, to_name, event) in demo.everything().await {
        for (locale, tag) in [(Locale::English, "en"), (Locale::Bokmal, "nb")] {
            // A reset is written in the language of the user.
            demo.behind.run(&format!("UPDATE users SET locale = '{tag}'")).await;
            let mail = told(&world, to, to_name, locale, event.clone()).await.expect(name);
            assert!(!mail.subject.contains('\n') && !mail.subject.is_empty());
            let text = format!("Subject: {}\n\n{}\n----\n{}", mail.subject, mail.text, mail.html);
            snapshot::check(&format!("mail/{name}.{tag}.txt"), &without_secrets(&text));
            if name.starts_with("owner-") {
                assert!(!mail.html.contains("href"), "{name} has a link");
            }
        }
    }
});

on_both!(a_test_in_both_languages, |world: World| async move {
    let demo = Demo::load(&world).await;
    let contact = demo.behind.contact("Northwind Studio", "sam@codeworks.test").await;
    for (locale, tag) in [(Locale::English, "en"), (Locale::Bokmal, "nb")] {
        world.clock.advance(1);
        let letter = Letter {
            account: Some(demo.account),
            event: MailEvent::Test { contact, by: "Astrid Berg".into() },
            to: EmailAddress::parse("sam@codeworks.test").unwrap(),
            to_name: "Sam Okafor".into(),
            locale,
            routed: None,
        };
        crate::letters::send(&world.backend, letter).await;
        drain(&world.backend).await.unwrap();
        let mail = mailbox::list(&world.backend.db, None).await.unwrap().remove(0);
        let text = format!("Subject: {}\n\n{}\n----\n{}", mail.subject, mail.text, mail.html);
        snapshot::check(&format!("mail/test.{tag}.txt"), &text);
    }
});

/// Every link's secret is another one.
pub fn without_secrets(text: &str) -> String {
    let mut parts = text.split("token=");
    let mut clean = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        assert!(part.len() - rest.len() >= 43, "at least 256 bits");
        clean.push_str("token=SECRET");
        clean.push_str(rest);
    }
    clean
}

on_both!(html_in_names_stays_text, |world: World| async move {
    let name = "<img src=x onerror=alert(1)> & Co";
    let event = MailEvent::AccessEnded { account: AccountId(uuid::Uuid::nil()), account_name: name.into() };
    let mail = told(&world, "ada@north.test", name, Locale::English, event).await.unwrap();
    assert!(!mail.html.contains("<img"), "{}", mail.html);
    assert!(mail.html.contains("&lt;img src=x onerror=alert(1)&gt; &amp; Co"), "{}", mail.html);
    assert!(mail.text.contains(name));
    assert!(mail.subject.contains(name));
});

on_both!(a_reset_goes_only_to_who_has_something_to_open, |world: World| async move {
    let demo = Demo::load(&world).await;
    let reset = |to: &'static str| told(&world, to, "", Locale::English, MailEvent::PasswordResetAsked);
    assert!(reset("stranger@nowhere.test").await.is_none());
    // On file, without a login.
    assert!(reset("ines@ledger.test").await.is_none());
    let mail = reset("SAM@codeworks.test").await.unwrap();
    assert_eq!(mail.to, "sam@codeworks.test");
    assert_eq!(mail.subject, "Set a new password");
    assert!(mail.text.starts_with("Hello Sam Okafor,"), "{}", mail.text);

    // Revoked, and never had a password: nothing to open.
    demo.behind
        .run("UPDATE users SET password_hash = NULL WHERE email_canonical = 'sam@codeworks.test'")
        .await;
    demo.behind.run("UPDATE memberships SET state = 'revoked'").await;
    assert!(reset("sam@codeworks.test").await.is_none());

    // Invited: a first password accepts both accounts.
    demo.invite_sam().await;
    let mail = reset("sam@codeworks.test").await.unwrap();
    assert_eq!(mail.subject, "Set your password");
    assert!(mail.text.contains("- Fabrikam Labs\n- Northwind Studio\n"), "{}", mail.text);
    let dropped = demo.behind.texts("SELECT last_error FROM outbox WHERE state = 'dropped'").await;
    assert_eq!(dropped.len(), 3, "{dropped:?}");
});

on_both!(addresses_that_only_look_the_same_get_nothing, |world: World| async move {
    Demo::load(&world).await;
    // The Kelvin sign becomes a "k" in lower case.
    let mail = told(&world, "\u{212a}ai@zones.test", "", Locale::English, MailEvent::PasswordResetAsked).await;
    assert!(mail.is_none_or(|mail| mail.to == "kai@zones.test"));
});

on_both!(an_invitation_goes_only_while_it_waits, |world: World| async move {
    let demo = Demo::load(&world).await;
    let contact = demo.behind.contact("Northwind Studio", "sam@codeworks.test").await;
    let invite = |to: &'static str| {
        told(&world, to, "Sam", Locale::English, MailEvent::Invitation { account: demo.account, contact })
    };
    assert!(invite("sam@codeworks.test").await.is_none(), "accepted already");
    demo.invite_sam().await;
    assert!(invite("former@codeworks.test").await.is_none(), "the contact has another address");
    let first = invite("sam@codeworks.test").await.unwrap();
    assert!(first.text.contains("View & Modify Product Passwords"), "{}", first.text);
    demo.behind.run(&format!("UPDATE memberships SET ends_at = {}", world.backend.now().0)).await;
    assert!(invite("sam@codeworks.test").await.is_none(), "the access end has passed");
    demo.behind.run("DELETE FROM memberships").await;
    assert!(invite("sam@codeworks.test").await.is_none(), "no login any more");
});

on_both!(a_new_address_is_confirmed_by_its_own_mailbox_only, |world: World| async move {
    let demo = Demo::load(&world).await;
    let user: UserId = demo.behind.user("sam@codeworks.test").await;
    let confirm = |to: &'static str| told(&world, to, "Sam", Locale::English, MailEvent::AddressConfirm { user });
    assert!(confirm("first@codeworks.test").await.is_none());
    demo.ask_for_new_address("second@codeworks.test", START.plus(Timestamp::HOUR)).await;
    assert!(confirm("first@codeworks.test").await.is_none(), "another address was asked for since");
    assert!(confirm("second@codeworks.test").await.is_some());
    world.clock.advance(Timestamp::HOUR);
    assert!(confirm("second@codeworks.test").await.is_none(), "too late");
});
