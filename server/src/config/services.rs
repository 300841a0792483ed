//! What the operator configures about services and domains: the keys of their secrets, and the panel that people sign
//! on to.

use backend::vault::{DEMO_KEYS, Keyring};
use clap::Args;
use http::Uri;

use super::{
    PublicUrl, Secret, WrongValue,
    parse::{given, wrong},
};

/// A secret must not be guessed.
const SHORTEST_SECRET: usize = 16;

/// Services and domains, as written.
#[derive(Args, Clone, Debug, Default)]
pub struct ServiceOptions {
    /// The keys that passwords of services and codes of domains are encrypted with: a list with commas of ID:KEY, each
    /// 32 bytes in base64; the first encrypts [default: none is kept or shown]
    #[arg(long, env = "COTERIE_SECRET_KEYS", value_name = "LIST", global = true, hide_env_values = true)]
    pub secret_keys: Option<String>,

    /// The control panel that people sign on to from a service; ?token=… is added [default: no single sign-on]
    #[arg(long, env = "COTERIE_PANEL_URL", value_name = "URL", global = true, hide_env_values = true)]
    pub panel_url: Option<String>,

    /// The secret with which the panel calls `POST /panel/redeem` [needed with a panel]
    #[arg(long, env = "COTERIE_PANEL_SECRET", value_name = "SECRET", global = true, hide_env_values = true)]
    pub panel_secret: Option<String>,
}

/// Services and domains, checked.
#[derive(Clone, Debug, Default)]
pub struct ServiceConfig {
    pub secret_keys: Keyring,
    pub panel_url: Option<String>,
    /// `https://panel.example.com`: a form may lead there.
    pub panel_origin: Option<String>,
    pub panel_secret: Option<Secret>,
}

impl ServiceConfig {
    /// Checks what was written. In demo mode there are a known key and a panel of our own.
    pub(super) fn new(options: ServiceOptions, demo: bool, ours: &PublicUrl) -> Result<Self, WrongValue> {
        let keys = given(options.secret_keys).or_else(|| demo.then(|| DEMO_KEYS.to_owned()));
        let secret_keys = Keyring::parse(keys.as_deref().unwrap_or_default())
            .map_err(|problem| wrong("COTERIE_SECRET_KEYS", problem.to_string()))?;
        let panel_secret = panel_secret(options.panel_secret)?;
        let (panel_url, panel_origin) = match given(options.panel_url) {
            Some(url) => {
                let origin = origin(&url)?;
                if panel_secret.is_none() {
                    return Err(wrong("COTERIE_PANEL_SECRET", "must be given when COTERIE_PANEL_URL is"));
                }
                (Some(url), Some(origin))
            }
            None if demo => (Some(format!("{}/dev/panel", ours.as_str())), None),
            None => (None, None),
        };
        Ok(Self { secret_keys, panel_url, panel_origin, panel_secret })
    }
}

/// The origin of the panel, in the form in which a policy names it.
fn origin(url: &str) -> Result<String, WrongValue> {
    let refused =
        || wrong("COTERIE_PANEL_URL", "must be an address like https://panel.example.com/sign-on, without # or @");
    let uri: Uri = url.parse().map_err(|_| refused())?;
    let (Some(scheme @ ("http" | "https")), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(refused());
    };
    // It becomes part of a header.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte);
    if url.contains('#') || !url.bytes().all(|byte| byte.is_ascii_graphic()) || !authority.as_str().bytes().all(plain) {
        return Err(refused());
    }
    Ok(format!("{scheme}://{}", authority.as_str().to_ascii_lowercase()))
}

fn panel_secret(value: Option<String>) -> Result<Option<Secret>, WrongValue> {
    let Some(text) = given(value) else { return Ok(None) };
    if text.len() < SHORTEST_SECRET {
        return Err(wrong("COTERIE_PANEL_SECRET", format!("must have at least {SHORTEST_SECRET} characters")));
    }
    Ok(Some(Secret::new(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(
        keys: Option<&str>,
        url: Option<&str>,
        secret: Option<&str>,
        demo: bool,
    ) -> Result<ServiceConfig, String> {
        let text = |value: Option<&str>| value.map(str::to_owned);
        let options = ServiceOptions { secret_keys: text(keys), panel_url: text(url), panel_secret: text(secret) };
        let ours = PublicUrl::parse("http://127.0.0.1:3000").unwrap();
        ServiceConfig::new(options, demo, &ours).map_err(|wrong| wrong.to_string())
    }

    #[test]
    fn without_anything_there_is_nothing_but_in_demo_mode() {
        let plain = config(None, None, None, false).unwrap();
        assert!(plain.secret_keys.is_empty() && plain.panel_url.is_none() && plain.panel_origin.is_none());
        let demo = config(None, None, None, true).unwrap();
        assert_eq!(demo.secret_keys.first(), Some("demo"));
        assert_eq!(demo.panel_url.as_deref(), Some("http://127.0.0.1:3000/dev/panel"));
    }

    #[test]
    fn a_panel_is_an_address_with_a_secret() {
        let secret = Some("0123456789abcdef");
        let with = config(None, Some("https://Panel.example.com:8443/sign-on?x=1"), secret, false).unwrap();
        assert_eq!(with.panel_origin.as_deref(), Some("https://panel.example.com:8443"));
        for url in ["panel", "ftp://a.example", "https://a@b.example/", "https://a.example/#x", "https://a;b.example/"]
        {
            assert!(config(None, Some(url), secret, false).unwrap_err().starts_with("COTERIE_PANEL_URL"), "{url}");
        }
        for secret in [None, Some("hunter2")] {
            let said = config(None, Some("https://a.example"), secret, false).unwrap_err();
            assert!(said.starts_with("COTERIE_PANEL_SECRET") && !said.contains("hunter2"), "{said}");
        }
        let said = config(Some("a:hunter2"), None, None, false).unwrap_err();
        assert!(said.starts_with("COTERIE_SECRET_KEYS") && !said.contains("hunter2"), "{said}");
    }
}
