//! What a user does with their own login: name and language, password, sign-in address.

use std::sync::Arc;

use backend::{
    Failure, access,
    mail::mailbox,
    moments::Moments,
    outbox, password_reset,
    sessions::{self, SignedIn, Store},
    sign_in, users,
};
use domain::{
    AppError, Category, ContactForm, FieldProblem, Locale, Permission, Timestamp, UserId,
    account::NewPasswordForm,
    password::PasswordProblem,
    security::{ChangeEmailForm, ChangePasswordForm, ProfileForm, SecurityField, SecurityPage},
};
use tower_sessions::Session;

use crate::{
    on_both,
    people::{PASSWORD, home, password, sign_in_form},
    stage::{OWNER, Stage, account, actor, contact, login, refusal},
    world::World,
};

const SAM: &str = "sam@codeworks.test";
const MAX: &str = "max@codeworks.test";
const NEW: &str = "a better passphrase";

/// A sub-account of the stage with [`PASSWORD`], and their open session.
async fn sam(stage: &Stage) -> SignedIn {
    stage.member(SAM, &[Permission::Products]).await;
    stage.forget_mail().await;
    sign_in_as(stage, SAM).await
}

/// The user of that address gets [`PASSWORD`] and a session.
pub async fn sign_in_as(stage: &Stage, email: &str) -> SignedIn {
    let backend = &stage.world.backend;
    let hash = backend.passwords.hash(&password(PASSWORD)).await.unwrap();
    stage
        .run("UPDATE users SET password_hash = $1 WHERE email_canonical = $2", [hash.into(), email.into()])
        .await;
    let session = Session::new(None, Arc::new(Store::new(backend.db.clone(), backend.clock.clone())), None);
    let signed_in = sessions::sign_in(&session, stage.user(email).await, None, &home(), backend.now()).await.unwrap();
    session.save().await.unwrap();
    signed_in
}

async fn security(stage: &Stage, signed_in: &SignedIn) -> SecurityPage {
    let moments = Moments::new(Locale::English, "UTC", stage.world.backend.now());
    users::security_page(&stage.world.backend, signed_in, None, &moments).await.unwrap()
}

fn problem(result: Result<(), AppError>, field: SecurityField) -> FieldProblem {
    match result {
        Err(AppError::Security(errors)) => errors.get(field).cloned().unwrap_or_else(|| panic!("{errors:?}")),
        other => panic!("{other:?}"),
    }
}

async fn change_password(stage: &Stage, signed_in: &SignedIn, current: &str, new: &str) -> Result<(), AppError> {
    let form = ChangePasswordForm {
        current_password: password(current),
        new_password: password(new),
        repeat_password: password(new),
    };
    users::change_password(&stage.world.backend, signed_in, &form, &home()).await.map_err(refusal)
}

pub async fn ask(stage: &Stage, signed_in: &SignedIn, to: &str, current: &str) -> Result<(), AppError> {
    let form = ChangeEmailForm { new_email: to.to_owned(), current_password: password(current) };
    users::ask_email_change(&stage.world.backend, signed_in, &form, &home()).await.map_err(refusal)
}

pub async fn confirm(stage: &Stage, token: &str) -> Result<(), AppError> {
    users::confirm_email(&stage.world.backend, token, &home()).await.map_err(refusal)
}

/// The secret of the link to confirm with, as it came to that mailbox.
pub async fn link(stage: &Stage, to: &str) -> Option<String> {
    outbox::drain(&stage.world.backend).await.unwrap();
    let mails = mailbox::list(&stage.world.backend.db, Some(to)).await.unwrap();
    let (_, rest) = mails.iter().find_map(|mail| mail.text.split_once("/confirm-email?token="))?;
    rest.split_whitespace().next().map(str::to_owned)
}

/// Whether an address and a password sign in.
async fn signs_in(stage: &Stage, email: &str, with: &str) -> bool {
    match sign_in::sign_in(&stage.world.backend, &sign_in_form(email, with), &home()).await {
        Ok(_) => true,
        Err(Failure::Refused(AppError::WrongCredentials)) => false,
        Err(other) => panic!("{other}"),
    }
}

on_both!(name_and_language_are_the_user_s_own, |world: World| async move {
    let stage = Stage::new(world).await;
    let sam = sam(&stage).await;
    let form = ProfileForm { name: "  Samuel Okafor ".into(), language: "nb".into() };
    let saved = users::save_profile(&stage.world.backend, &sam, &form).await.unwrap();
    assert_eq!(saved, Locale::Bokmal);
    let page = security(&stage, &sam).await;
    assert_eq!(page.profile, ProfileForm { name: "Samuel Okafor".into(), language: "nb".into() });
    assert_eq!(stage.actor(SAM).await.unwrap().name(), "Samuel Okafor");
    let presence = access::load(&stage.world.backend.db, stage.world.backend.now(), sam.user, None, home()).await;
    assert_eq!(presence.unwrap().locale(), Locale::Bokmal);
    for (name, language, field) in [
        ("", "nb", SecurityField::Name),
        ("Sam\r\nBcc: x@y.test", "nb", SecurityField::Name),
        ("\u{202e}mas", "nb", SecurityField::Name),
        (&"x".repeat(10_000), "nb", SecurityField::Name),
        ("Sam", "tlh", SecurityField::Language),
    ] {
        let form = ProfileForm { name: name.to_owned(), language: language.to_owned() };
        let refused = users::save_profile(&stage.world.backend, &sam, &form).await.map(drop).map_err(refusal);
        problem(refused, field);
    }
    assert_eq!(security(&stage, &sam).await.profile, page.profile, "nothing stored by halves");
});

on_both!(a_changed_password_is_told_and_logged, |world: World| async move {
    let stage = Stage::new(world).await;
    let sam = sam(&stage).await;
    let tx = stage.world.backend.db.write().await.unwrap();
    let token = password_reset::make_link(&tx, sam.user, stage.world.backend.now())
        .await
        .unwrap()
        .expose()
        .to_owned();
    tx.commit().await.unwrap();
    change_password(&stage, &sam, PASSWORD, NEW).await.unwrap();
    assert_eq!(stage.mail().await, [format!("{SAM}: password_changed")]);
    assert_eq!(stage.last(1).await, ["password_changed"]);
    assert!(security(&stage, &sam).await.password_changed.is_some());
    assert!(signs_in(&stage, SAM, NEW).await && !signs_in(&stage, SAM, PASSWORD).await);
    let form = NewPasswordForm { token, new_password: password(PASSWORD), repeat_password: password(PASSWORD) };
    let dead = password_reset::set(&stage.world.backend, &form, &home()).await.map(drop).map_err(refusal);
    assert_eq!(dead, Err(AppError::LinkInvalid), "a link from before is dead");
});

on_both!(a_new_password_follows_the_rules, |world: World| async move {
    let stage = Stage::new(world).await;
    let sam = sam(&stage).await;
    let rule = |problem| FieldProblem::Password(problem);
    for (new, why) in [
        ("short", rule(PasswordProblem::TooShort)),
        ("password123", rule(PasswordProblem::Common)),
        ("sam@codeworks.test!", rule(PasswordProblem::ContainsAddress)),
        (&"é".repeat(129), rule(PasswordProblem::TooLong)),
        ("", FieldProblem::Missing),
    ] {
        let refused = change_password(&stage, &sam, PASSWORD, new).await;
        assert_eq!(problem(refused, SecurityField::NewPassword), why, "{new}");
    }
    let form = ChangePasswordForm {
        current_password: password(PASSWORD),
        new_password: password(NEW),
        repeat_password: password("another one"),
    };
    let refused = users::change_password(&stage.world.backend, &sam, &form, &home()).await.map_err(refusal);
    assert_eq!(problem(refused, SecurityField::RepeatPassword), FieldProblem::DoesNotMatch);
    assert!(signs_in(&stage, SAM, PASSWORD).await);
    // Characters are counted, whatever they are made of.
    change_password(&stage, &sam, PASSWORD, &"é".repeat(128)).await.unwrap();
});

on_both!(the_own_password_is_not_guessed_at_a_screen_left_open, |world: World| async move {
    let stage = Stage::new(world).await;
    let sam = sam(&stage).await;
    for _ in 0..5 {
        let refused = change_password(&stage, &sam, "not the password", NEW).await;
        assert_eq!(problem(refused, SecurityField::CurrentPassword), FieldProblem::WrongPassword);
        let refused = ask(&stage, &sam, MAX, "not the password").await;
        assert_eq!(problem(refused, SecurityField::CurrentPassword), FieldProblem::WrongPassword);
    }
    let refused = change_password(&stage, &sam, PASSWORD, NEW).await;
    assert!(matches!(refused, Err(AppError::Throttled { .. })), "{refused:?}");
    stage.world.clock.advance(15 * Timestamp::MINUTE);
    change_password(&stage, &sam, PASSWORD, NEW).await.unwrap();
    assert!(stage.mail().await.iter().all(|mail| !mail.starts_with(MAX)));
});

on_both!(a_new_address_counts_once_its_mailbox_confirms_it, |world: World| async move {
    let stage = Stage::new(world).await;
    let sam = sam(&stage).await;
    ask(&stage, &sam, "Max@Codeworks.test", PASSWORD).await.unwrap();
    assert_eq!(security(&stage, &sam).await.pending_email.as_deref(), Some("Max@Codeworks.test"));
    assert_eq!(stage.mail().await, ["Max@Codeworks.test: address_confirm"]);
    assert_eq!(stage.last(1).await, ["email_change_requested"]);
    assert!(signs_in(&stage, SAM, PASSWORD).await, "not yet");
    let token = link(&stage, "Max@Codeworks.test").await.unwrap();
    assert_eq!(link(&stage, SAM).await, None, "only the new mailbox gets the link");
    stage.forget_mail().await;
    confirm(&stage, &token).await.unwrap();
    assert_eq!(
        stage.mail().await,
        [format!("{OWNER}: owner_notice/contact_address_changed"), format!("{SAM}: address_changed")]
    );
    assert!(stage.last(3).await.contains(&format!("email_changed {MAX}")), "{:?}", stage.last(3).await);
    assert!(signs_in(&stage, MAX, PASSWORD).await && !signs_in(&stage, SAM, PASSWORD).await);
    assert!(stage.actor(MAX).await.unwrap().holds(Permission::Products));
    assert_eq!(confirm(&stage, &token).await, Err(AppError::LinkInvalid), "once");
    assert_eq!(security(&stage, &sam).await.pending_email, None);
});

on_both!(contact_entries_follow_on_every_account, |world: World| async move {
    let stage = Stage::new(world).await;
    let other = account(&stage.world, "else@fabrikam.test").await;
    let else_ = actor(&stage.world, &stage.raw, "else@fabrikam.test", Some(other)).await.unwrap();
    let there = stage.save(&else_, None, &login(SAM, &[Permission::Domains])).await.unwrap();
    let third = account(&stage.world, "third@tailspin.test").await;
    let owner = actor(&stage.world, &stage.raw, "third@tailspin.test", Some(third)).await.unwrap();
    // On the third account, both addresses stand: one each.
    stage.save(&owner, None, &contact(SAM)).await.unwrap();
    stage.save(&owner, None, &contact(MAX)).await.unwrap();
    let sam = sam(&stage).await;
    stage.accept(SAM).await;
    ask(&stage, &sam, MAX, PASSWORD).await.unwrap();
    let token = link(&stage, MAX).await.unwrap();
    let before = stage.editor(&else_, there).await.stored;
    confirm(&stage, &token).await.unwrap();
    let addresses = stage.texts("SELECT email, updated_by FROM contacts ORDER BY email", []).await;
    let addresses: Vec<&str> = addresses.iter().map(|(email, _)| email.as_str()).collect();
    assert_eq!(addresses, [MAX, MAX, MAX, SAM]);
    assert!(actor(&stage.world, &stage.raw, MAX, Some(other)).await.unwrap().holds(Permission::Domains));
    // A form that was filled before does not bring the old address back.
    assert!(matches!(stage.save(&else_, Some(there), &before).await, Err(AppError::Conflict(_))));
});

on_both!(the_owner_s_own_entry_follows_and_nobody_is_told_twice, |world: World| async move {
    let stage = Stage::new(world).await;
    let own = stage.add(&contact(OWNER)).await;
    let owner = sign_in_as(&stage, OWNER).await;
    ask(&stage, &owner, "nora@northwind.test", PASSWORD).await.unwrap();
    let token = link(&stage, "nora@northwind.test").await.unwrap();
    stage.forget_mail().await;
    confirm(&stage, &token).await.unwrap();
    assert_eq!(stage.mail().await, [format!("{OWNER}: address_changed")]);
    let owner = stage.actor("nora@northwind.test").await.unwrap();
    assert!(owner.is_owner());
    assert_eq!(stage.editor(&owner, own).await.stored.email, "nora@northwind.test");
});

on_both!(whether_an_address_is_taken_is_never_told, |world: World| async move {
    let stage = Stage::new(world).await;
    stage.member(MAX, &[Permission::Products]).await;
    let sam = sam(&stage).await;
    ask(&stage, &sam, MAX, PASSWORD).await.unwrap();
    assert_eq!(security(&stage, &sam).await.pending_email.as_deref(), Some(MAX));
    assert!(stage.mail().await.is_empty(), "and nothing comes of it");
    // Taken in between: the link is worth nothing, and neither login changes hands.
    ask(&stage, &sam, "late@codeworks.test", PASSWORD).await.unwrap();
    let token = link(&stage, "late@codeworks.test").await.unwrap();
    stage.add(&login("late@codeworks.test", &[])).await;
    assert_eq!(confirm(&stage, &token).await, Err(AppError::LinkInvalid));
    assert!(signs_in(&stage, SAM, PASSWORD).await);
    assert_ne!(stage.user("late@codeworks.test").await, sam.user);
});

on_both!(a_link_to_confirm_is_replaced_runs_out_and_dies_with_the_password, |world: World| async move {
    let stage = Stage::new(world).await;
    let sam = sam(&stage).await;
    ask(&stage, &sam, "first@codeworks.test", PASSWORD).await.unwrap();
    let first = link(&stage, "first@codeworks.test").await.unwrap();
    ask(&stage, &sam, "second@codeworks.test", PASSWORD).await.unwrap();
    assert_eq!(confirm(&stage, &first).await, Err(AppError::LinkInvalid), "another was asked for since");
    let second = link(&stage, "second@codeworks.test").await.unwrap();
    stage.world.clock.advance(Timestamp::HOUR);
    assert_eq!(confirm(&stage, &second).await, Err(AppError::LinkInvalid), "an hour is over");
    // Whoever asked knew the old password; with another one, that counts no more.
    ask(&stage, &sam, "third@codeworks.test", PASSWORD).await.unwrap();
    let third = link(&stage, "third@codeworks.test").await.unwrap();
    change_password(&stage, &sam, PASSWORD, NEW).await.unwrap();
    assert_eq!(security(&stage, &sam).await.pending_email, None);
    assert_eq!(confirm(&stage, &third).await, Err(AppError::LinkInvalid));
    for nonsense in ["", "nonsense", "\u{0}"] {
        assert_eq!(confirm(&stage, nonsense).await, Err(AppError::LinkInvalid));
    }
});

on_both!(a_new_address_leaves_no_way_in_for_the_old_mailbox, |world: World| async move {
    let stage = Stage::new(world).await;
    let sam = sam(&stage).await;
    password_reset::ask(&stage.world.backend, SAM, Locale::English, &home()).await.unwrap();
    ask(&stage, &sam, MAX, PASSWORD).await.unwrap();
    let token = link(&stage, MAX).await.unwrap();
    let mails = mailbox::list(&stage.world.backend.db, Some(SAM)).await.unwrap();
    let (_, rest) = mails.iter().find_map(|mail| mail.text.split_once("/reset-password?token=")).unwrap();
    let link = rest.split_whitespace().next().unwrap();
    assert!(password_reset::look_up(&stage.world.backend, link).await.is_ok());
    confirm(&stage, &token).await.unwrap();
    let dead = password_reset::look_up(&stage.world.backend, link).await.map(drop).map_err(refusal);
    assert_eq!(dead, Err(AppError::LinkInvalid));
});

on_both!(an_owner_s_new_password_is_told_to_who_else_gets_general_emails, |world: World| async move {
    let stage = Stage::new(world).await;
    let owner = sign_in_as(&stage, OWNER).await;
    // Nobody else gets General: the security mail is all, and no email stands in the history.
    change_password(&stage, &owner, PASSWORD, NEW).await.unwrap();
    assert_eq!(stage.mail().await, [format!("{OWNER}: password_changed")]);
    assert!(stage.texts("SELECT event, subject FROM emails", []).await.is_empty());
    let emails = [Category::General].into_iter().collect();
    stage.add(&ContactForm { emails, ..contact("noor@home.test") }).await;
    stage.add(&contact("ines@ledger.test")).await;
    stage.forget_mail().await;
    change_password(&stage, &owner, NEW, PASSWORD).await.unwrap();
    let expected = ["noor@home.test: business".to_owned(), format!("{OWNER}: password_changed")];
    assert_eq!(stage.mail().await, expected, "one email each");
    outbox::drain(&stage.world.backend).await.unwrap();
    let mail = mailbox::list(&stage.world.backend.db, Some("noor@home.test")).await.unwrap().remove(0);
    assert!(mail.text.contains("The password with which Nora North signs in"), "{}", mail.text);
    assert!(!mail.text.contains(&home().address), "the network is the user's own affair: {}", mail.text);
    // By a link from the mailbox it is the same; that of a sub-account is their own affair.
    stage.forget_mail().await;
    let tx = stage.world.backend.db.write().await.unwrap();
    let link = password_reset::make_link(&tx, owner.user, stage.world.backend.now()).await.unwrap();
    tx.commit().await.unwrap();
    let token = link.expose().to_owned();
    let form = NewPasswordForm { token, new_password: password(NEW), repeat_password: password(NEW) };
    password_reset::set(&stage.world.backend, &form, &home()).await.unwrap();
    assert_eq!(stage.mail().await, expected);
    let sam = sam(&stage).await;
    change_password(&stage, &sam, PASSWORD, NEW).await.unwrap();
    assert_eq!(stage.mail().await, [format!("{SAM}: password_changed")]);
});

on_both!(an_address_and_a_password_changed_at_once, |world: World| async move {
    let stage = Stage::new(world).await;
    let sam = sam(&stage).await;
    ask(&stage, &sam, MAX, PASSWORD).await.unwrap();
    let token = link(&stage, MAX).await.unwrap();
    // In whichever order: none waits for the other for ever, and a link that was overtaken is dead.
    let (confirmed, changed) = tokio::join!(confirm(&stage, &token), change_password(&stage, &sam, PASSWORD, NEW));
    changed.unwrap();
    assert!(matches!(confirmed, Ok(()) | Err(AppError::LinkInvalid)), "{confirmed:?}");
    let address = if confirmed.is_ok() { MAX } else { SAM };
    assert!(signs_in(&stage, address, NEW).await);
});

on_both!(what_is_typed_for_a_new_address_is_checked, |world: World| async move {
    let stage = Stage::new(world).await;
    let sam = sam(&stage).await;
    for bad in ["", "max", "max@codeworks.test\r\nBcc: x@y.test", "a@b.no, c@d.no", &"x".repeat(10_000)] {
        let refused = ask(&stage, &sam, bad, PASSWORD).await;
        let expected = if bad.is_empty() { FieldProblem::Missing } else { FieldProblem::NotAnEmail };
        assert_eq!(problem(refused, SecurityField::NewEmail), expected, "{bad:?}");
    }
    // Somebody who asks again and again is stopped: each one is an email to somebody.
    for number in 0..5 {
        ask(&stage, &sam, &format!("max{number}@codeworks.test"), PASSWORD).await.unwrap();
    }
    let refused = ask(&stage, &sam, MAX, PASSWORD).await;
    assert!(matches!(refused, Err(AppError::Throttled { .. })), "{refused:?}");
    let unknown: UserId = UserId(uuid::Uuid::nil());
    let gone = SignedIn { user: unknown, ..sam };
    assert_eq!(ask(&stage, &gone, MAX, PASSWORD).await, Err(AppError::SignedOut));
});
