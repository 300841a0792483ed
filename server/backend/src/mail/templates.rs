//! The templates of all emails, compiled: the built-in ones, and in their place the operator's own.
//!
//! One template per email and language says it once; the layouts and parts make text or HTML of it, and the words that
//! all emails share stand in `words`. In HTML, every value is escaped, and the styles of `mail.css` are written into the
//! elements, because many mail programs know no style sheets. What an email tells is gathered elsewhere.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use css_inline::{CSSInliner, InlineOptions};
use domain::{Code, Locale};
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value, context};

use super::{filters, samples, sources};
use crate::{Failure, Settings};

/// The templates. Cheap to clone; compiled on first use, so that a server that sends no mail does not pay for it.
#[derive(Clone, Default)]
pub struct Templates(Arc<Inner>);

#[derive(Default)]
struct Inner {
    folder: Option<PathBuf>,
    compiled: OnceLock<Result<Engine, Vec<Broken>>>,
}

struct Engine {
    environment: Environment<'static>,
    inliner: CSSInliner<'static>,
}

/// A template that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The name of its file.
    pub file: String,
    pub line: Option<usize>,
    pub problem: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}, line {line}: {}", self.file, self.problem),
            None => write!(f, "{}: {}", self.file, self.problem),
        }
    }
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Templates").field("folder", &self.0.folder).finish_non_exhaustive()
    }
}

/// The parts of a rendered email.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rendered {
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl Templates {
    /// The built-in templates, and in their place those of the folder that bear the same names.
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self(Arc::new(Inner { folder, compiled: OnceLock::new() }))
    }

    /// Compiles every template and renders every email over sample data.
    ///
    /// # Errors
    ///
    /// What is wrong, for each template once.
    pub fn check(&self) -> Result<(), Vec<Broken>> {
        let engine = self.engine().map_err(<[Broken]>::to_vec)?;
        let settings = Settings::default();
        let mut broken = Vec::new();
        for sample in samples::all() {
            for locale in Locale::ALL {
                if let Err(one) = engine.render(sample.template, *locale, &sample.context(&settings, *locale))
                    && !broken.contains(&one)
                {
                    broken.push(one);
                }
            }
        }
        if broken.is_empty() { Ok(()) } else { Err(broken) }
    }

    /// Renders an email, or says all that is wrong.
    pub(super) fn try_render(&self, template: &str, locale: Locale, context: &Value) -> Result<Rendered, Vec<Broken>> {
        let engine = self.engine().map_err(<[Broken]>::to_vec)?;
        engine.render(template, locale, context).map_err(|broken| vec![broken])
    }

    /// Renders an email.
    pub(crate) fn render(&self, template: &str, locale: Locale, context: &Value) -> Result<Rendered, Failure> {
        self.try_render(template, locale, context).map_err(|broken| first(&broken))
    }

    /// Renders the subject alone.
    pub(crate) fn subject(&self, template: &str, locale: Locale, context: &Value) -> Result<String, Failure> {
        let engine = self.engine().map_err(first)?;
        let filled = engine.fill(template, locale, Form::Text, context);
        filled.map(|(subject, _)| subject).map_err(|broken| Failure::Template(broken.to_string()))
    }

    fn engine(&self) -> Result<&Engine, &[Broken]> {
        let compiled = self.0.compiled.get_or_init(|| Engine::new(self.0.folder.as_deref()));
        compiled.as_ref().map_err(Vec::as_slice)
    }
}

fn first(broken: &[Broken]) -> Failure {
    Failure::Template(broken.first().map(ToString::to_string).unwrap_or_default())
}

/// In which form a template is rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Text,
    Html,
}

impl Form {
    fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Html => "html",
        }
    }
}

impl Engine {
    fn new(folder: Option<&Path>) -> Result<Self, Vec<Broken>> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|name| match name.rsplit('.').next() {
            Some("html") => AutoEscape::Html,
            _ => AutoEscape::None,
        });
        filters::add(&mut environment);
        let mut broken = Vec::new();
        let own = own_files(folder, &mut broken);
        for (file, built_in) in sources::ALL {
            let source = own.iter().find(|(name, _)| name == file).map_or(*built_in, |(_, source)| source);
            for name in names(file) {
                if let Err(error) = environment.add_template_owned(name, source.to_owned()) {
                    let one = Broken::new(file, &error);
                    if !broken.contains(&one) {
                        broken.push(one);
                    }
                }
            }
        }
        let options = InlineOptions { load_remote_stylesheets: false, keep_at_rules: true, ..InlineOptions::default() };
        if broken.is_empty() {
            Ok(Self { environment, inliner: CSSInliner::new(options) })
        } else {
            Err(broken)
        }
    }

    fn render(&self, template: &str, locale: Locale, context: &Value) -> Result<Rendered, Broken> {
        let (subject, text) = self.fill(template, locale, Form::Text, context)?;
        let (_, html) = self.fill(template, locale, Form::Html, context)?;
        let html = self.inliner.inline(&html).map_err(|error| Broken {
            file: "mail.css".to_owned(),
            line: None,
            problem: error.to_string(),
        })?;
        Ok(Rendered { subject, text, html: tidy(&html) })
    }

    /// Subject and body in one of the two forms.
    fn fill(&self, template: &str, locale: Locale, form: Form, context: &Value) -> Result<(String, String), Broken> {
        let (language, extension) = (locale.code(), form.extension());
        let name = format!("{template}.{language}.{extension}");
        let context = context! {
            layout => format!("layout.{extension}"),
            parts => format!("parts.{extension}"),
            words => format!("words.{language}.{extension}"),
            lang => language,
            ..context.clone()
        };
        let failed = |error: Error| Broken::new(&file_of(&name), &error);
        let template = self.environment.get_template(&name).map_err(failed)?;
        let mut captured = template.render_captured(context).map_err(failed)?;
        let subject = captured.with_state_mut(|state| state.render_block("subject")).map_err(failed)?;
        Ok((one_line(&subject), tidy(captured.output())))
    }
}

/// The files of the operator's folder, by name. A name that no email uses is a slip, and told.
fn own_files(folder: Option<&Path>, broken: &mut Vec<Broken>) -> Vec<(String, String)> {
    let mut own = Vec::new();
    let Some(folder) = folder else { return own };
    let mut failed = |file: String, problem: String| broken.push(Broken { file, line: None, problem });
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            failed(folder.display().to_string(), format!("cannot be read: {error}"));
            return own;
        }
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        // Editors and version control keep hidden files beside one's own.
        if name.starts_with('.') {
            continue;
        }
        if !sources::ALL.iter().any(|(file, _)| *file == name) {
            failed(name, "no email uses a file of this name".to_owned());
            continue;
        }
        match fs::read_to_string(entry.path()) {
            Ok(source) => own.push((name, source)),
            Err(error) => failed(name, format!("cannot be read: {error}")),
        }
    }
    own
}

/// The names under which a file is compiled: what is written for both forms is compiled for each.
fn names(file: &str) -> Vec<String> {
    match file.strip_suffix(".jinja") {
        Some(both) => [Form::Text, Form::Html].map(|form| format!("{both}.{}", form.extension())).to_vec(),
        None => vec![file.to_owned()],
    }
}

/// The file of a compiled template.
fn file_of(name: &str) -> String {
    let of_one_form = sources::ALL.iter().any(|(file, _)| *file == name);
    match name.rsplit_once('.') {
        Some((both, _)) if !of_one_form => format!("{both}.jinja"),
        _ => name.to_owned(),
    }
}

impl Broken {
    /// What went wrong, where it went wrong: an error in a part that a template uses is the part's.
    fn new(file: &str, error: &Error) -> Self {
        let mut innermost = error;
        let mut cause = std::error::Error::source(error);
        while let Some(found) = cause {
            if let Some(found) = found.downcast_ref::<Error>() {
                innermost = found;
            }
            cause = found.source();
        }
        let problem = match innermost.detail() {
            Some(detail) => format!("{}: {detail}", innermost.kind()),
            None => innermost.kind().to_string(),
        };
        let file = innermost.name().or(error.name()).map_or_else(|| file.to_owned(), file_of);
        Self { file, line: innermost.line().or(error.line()), problem: problem.replace('\n', " ") }
    }
}

fn one_line(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most one empty line in a row, none at the ends, no white space at the ends of lines.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.lines() {
        // "-- " begins the signature (RFC 3676 §4.3).
        let line = if line == "-- " { line } else { line.trim_end() };
        if !(line.is_empty() && empty) {
            tidy.push_str(line);
            tidy.push('\n');
        }
        empty = line.is_empty();
    }
    tidy.truncate(tidy.trim_end().len());
    tidy.push('\n');
    tidy
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::business_event::EventKind;

    use super::*;
    use crate::mail::{Previewed, preview};

    #[test]
    fn every_event_has_its_templates_and_all_of_them_render() {
        let files: BTreeSet<_> = sources::ALL.iter().map(|(file, _)| *file).collect();
        assert_eq!(files.len(), sources::ALL.len());
        for kind in EventKind::ALL {
            for locale in Locale::ALL {
                let file = format!("{}.{}.jinja", kind.code(), locale.code());
                assert!(files.contains(file.as_str()), "{file}");
            }
        }
        assert_eq!(Templates::default().check(), Ok(()));
    }

    #[test]
    fn the_html_is_well_formed_before_styles_are_written_into_it() {
        let engine = Engine::new(None).unwrap();
        let settings = Settings::default();
        for sample in samples::all() {
            for locale in Locale::ALL {
                let context = sample.context(&settings, *locale);
                let (_, html) = engine.fill(sample.template, *locale, Form::Html, &context).unwrap();
                let errors = scraper::Html::parse_document(&html).errors;
                assert!(errors.is_empty(), "{} {locale}: {errors:?}", sample.template);
            }
        }
    }

    #[test]
    fn an_own_template_wins_and_a_broken_one_is_named_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, source: &str| fs::write(folder.path().join(name), source).unwrap();
        let own = "{% extends layout %}{% block subject %}Own {{ mail.invoice.total|money }}{% endblock %}\n\
                   {% block content %}<b>{{ account_name }}{% endblock %}";
        write("invoice_created.en.jinja", own);
        write(".hidden", "{{");
        let templates = || Templates::new(Some(folder.path().to_owned()));
        let settings = Settings { templates: templates(), ..Settings::default() };
        let mail = preview(&settings, Previewed::from_code("invoice_created").unwrap(), Locale::English).unwrap();
        assert_eq!(mail.subject, "Own €1,234.50");
        assert_eq!(templates().check(), Ok(()));
        write(
            "invoice_created.nb.jinja",
            "{% extends layout %}\n{% block subject %}{{ mail.invoice.sum }}{% endblock %}",
        );
        write("parts.txt", "{% macro p() %}\n{{ caller( }}{% endmacro %}");
        write("invoice_create.en.jinja", "");
        let lines = |broken: Vec<Broken>| broken.iter().map(ToString::to_string).collect::<Vec<_>>();
        let mut broken = lines(templates().check().unwrap_err());
        broken.sort();
        assert_eq!(broken.len(), 2, "{broken:?}");
        assert_eq!(broken[0], "invoice_create.en.jinja: no email uses a file of this name");
        assert!(broken[1].starts_with("parts.txt, line 2: syntax error"), "{broken:?}");
        fs::remove_file(folder.path().join("invoice_create.en.jinja")).unwrap();
        fs::remove_file(folder.path().join("parts.txt")).unwrap();
        let broken = lines(templates().check().unwrap_err());
        assert_eq!(broken.len(), 1, "{broken:?}");
        assert!(broken[0].starts_with("invoice_created.nb.jinja, line 2: undefined value"), "{broken:?}");
        let nowhere = Templates::new(Some(folder.path().join("nowhere")));
        assert!(lines(nowhere.check().unwrap_err())[0].contains("cannot be read"));
    }
}
