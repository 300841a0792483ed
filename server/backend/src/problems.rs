//! What is wrong with the form of a page that the server writes: inputs by name, problems by code. The words stand in
//! the catalogue.

use domain::{AppError, Code, FieldProblem};

use crate::Failure;

/// What is wrong with one input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    Missing,
    TooLong,
    Unprintable,
    WrongPassword,
    TooShort,
    /// One of the most common passwords, or too easily guessed.
    TooWeak,
    DoesNotMatch,
    /// Not the name of what is to be changed.
    WrongName,
    /// Not a thing that can be done to it as it is now.
    NotNow,
    /// Changed by somebody else since the page was opened.
    Changed,
    NothingChosen,
    UnknownChoice,
    /// Not the name of a host.
    NotAHost,
    /// Not a name inside the domain.
    NotAName,
    Twice,
    TooFewNameServers,
    TooManyNameServers,
    /// The name server is inside the domain: the registry needs its addresses.
    GlueNeeded,
    /// Addresses belong only to name servers inside the domain.
    GlueNotNeeded,
    NotAnAddress,
    NotIpv4,
    NotIpv6,
    NotANumber,
    /// `PREFERENCE HOST`
    NotMx,
    /// `PRIORITY WEIGHT PORT HOST`, at a name like `_service._proto`
    NotSrv,
    SrvName,
    /// `FLAGS TAG "VALUE"`
    NotCaa,
    /// A CNAME must stand alone at its name.
    CnameNotAlone,
    /// The domain itself holds other records.
    CnameAtApex,
    /// Mail and services must not lead to a CNAME.
    TargetIsCname,
    TooManyRecords,
    NotAnEmail,
    NotAPhone,
    UnknownCountry,
    /// The address lacks something that registries ask for.
    IncompleteAddress,
    /// Not one of the kinds that may be attached, or not what its name says.
    FileType,
    FileEmpty,
    FileTooLarge,
    TooManyFiles,
    /// The text is no amount of the currency, or nothing.
    NotAnAmount,
    /// More than is left to pay.
    MoreThanLeft,
    /// More than the credit there is.
    MoreThanCredit,
    /// More than is taken at once.
    AmountTooLarge,
    /// A currency that the account does not use.
    WrongCurrency,
    /// Nothing can be paid on this invoice by credit.
    NotPayable,
    /// There are unpaid invoices for funds enough.
    FundsWaiting,
    QuoteExpired,
    /// Somebody has accepted or declined it.
    QuoteAnswered,
    CartEmpty,
    CartFull,
    /// What is not offered any more.
    NotOffered,
    /// A name that no host or domain has, or that is not of the kind that is ordered.
    NotADomain,
    /// The service cannot be changed to that.
    NoSuchChange,
    /// An order about it is not done yet.
    OrderWaiting,
    /// What has ended, or has no end.
    NotRenewable,
    /// It costs something else than was shown.
    PriceChanged,
    /// Less than is paid out, or more than there is.
    BelowMinimum,
    /// The account's files weigh as much as they may.
    NoRoomForFiles,
}

impl Code for Problem {
    const WHAT: &'static str = "problem of a form";
    const ALL: &'static [Self] = &[
        Self::Missing,
        Self::TooLong,
        Self::Unprintable,
        Self::WrongPassword,
        Self::TooShort,
        Self::TooWeak,
        Self::DoesNotMatch,
        Self::WrongName,
        Self::NotNow,
        Self::Changed,
        Self::NothingChosen,
        Self::UnknownChoice,
        Self::NotAHost,
        Self::NotAName,
        Self::Twice,
        Self::TooFewNameServers,
        Self::TooManyNameServers,
        Self::GlueNeeded,
        Self::GlueNotNeeded,
        Self::NotAnAddress,
        Self::NotIpv4,
        Self::NotIpv6,
        Self::NotANumber,
        Self::NotMx,
        Self::NotSrv,
        Self::SrvName,
        Self::NotCaa,
        Self::CnameNotAlone,
        Self::CnameAtApex,
        Self::TargetIsCname,
        Self::TooManyRecords,
        Self::NotAnEmail,
        Self::NotAPhone,
        Self::UnknownCountry,
        Self::IncompleteAddress,
        Self::FileType,
        Self::FileEmpty,
        Self::FileTooLarge,
        Self::TooManyFiles,
        Self::NotAnAmount,
        Self::MoreThanLeft,
        Self::MoreThanCredit,
        Self::AmountTooLarge,
        Self::WrongCurrency,
        Self::NotPayable,
        Self::FundsWaiting,
        Self::QuoteExpired,
        Self::QuoteAnswered,
        Self::CartEmpty,
        Self::CartFull,
        Self::NotOffered,
        Self::NotADomain,
        Self::NoSuchChange,
        Self::OrderWaiting,
        Self::NotRenewable,
        Self::PriceChanged,
        Self::BelowMinimum,
        Self::NoRoomForFiles,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLong => "too_long",
            Self::Unprintable => "unprintable",
            Self::WrongPassword => "wrong_password",
            Self::TooShort => "too_short",
            Self::TooWeak => "too_weak",
            Self::DoesNotMatch => "does_not_match",
            Self::WrongName => "wrong_name",
            Self::NotNow => "not_now",
            Self::Changed => "changed",
            Self::NothingChosen => "nothing_chosen",
            Self::UnknownChoice => "unknown_choice",
            Self::NotAHost => "not_a_host",
            Self::NotAName => "not_a_name",
            Self::Twice => "twice",
            Self::TooFewNameServers => "too_few_name_servers",
            Self::TooManyNameServers => "too_many_name_servers",
            Self::GlueNeeded => "glue_needed",
            Self::GlueNotNeeded => "glue_not_needed",
            Self::NotAnAddress => "not_an_address",
            Self::NotIpv4 => "not_ipv4",
            Self::NotIpv6 => "not_ipv6",
            Self::NotANumber => "not_a_number",
            Self::NotMx => "not_mx",
            Self::NotSrv => "not_srv",
            Self::SrvName => "srv_name",
            Self::NotCaa => "not_caa",
            Self::CnameNotAlone => "cname_not_alone",
            Self::CnameAtApex => "cname_at_apex",
            Self::TargetIsCname => "target_is_cname",
            Self::TooManyRecords => "too_many_records",
            Self::NotAnEmail => "not_an_email",
            Self::NotAPhone => "not_a_phone",
            Self::UnknownCountry => "unknown_country",
            Self::IncompleteAddress => "incomplete_address",
            Self::FileType => "file_type",
            Self::FileEmpty => "file_empty",
            Self::FileTooLarge => "file_too_large",
            Self::TooManyFiles => "too_many_files",
            Self::NotAnAmount => "not_an_amount",
            Self::MoreThanLeft => "more_than_left",
            Self::MoreThanCredit => "more_than_credit",
            Self::AmountTooLarge => "amount_too_large",
            Self::WrongCurrency => "wrong_currency",
            Self::NotPayable => "not_payable",
            Self::FundsWaiting => "funds_waiting",
            Self::QuoteExpired => "quote_expired",
            Self::QuoteAnswered => "quote_answered",
            Self::CartEmpty => "cart_empty",
            Self::CartFull => "cart_full",
            Self::NotOffered => "not_offered",
            Self::NotADomain => "not_a_domain",
            Self::NoSuchChange => "no_such_change",
            Self::OrderWaiting => "order_waiting",
            Self::NotRenewable => "not_renewable",
            Self::PriceChanged => "price_changed",
            Self::BelowMinimum => "below_minimum",
            Self::NoRoomForFiles => "no_room_for_files",
        }
    }
}

impl From<&FieldProblem> for Problem {
    fn from(problem: &FieldProblem) -> Self {
        match problem {
            FieldProblem::Missing => Self::Missing,
            FieldProblem::TooLong(_) => Self::TooLong,
            FieldProblem::NotAnEmail => Self::NotAnEmail,
            FieldProblem::NotAPhone => Self::NotAPhone,
            FieldProblem::UnknownCountry => Self::UnknownCountry,
            FieldProblem::WrongPassword => Self::WrongPassword,
            FieldProblem::DoesNotMatch => Self::DoesNotMatch,
            FieldProblem::IncompleteAddress(_) => Self::IncompleteAddress,
            _ => Self::Unprintable,
        }
    }
}

/// The problems of a form, in the order in which they were found, the first of each input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<(String, Problem)>);

impl Problems {
    /// A refusal for one problem.
    pub fn one(input: impl Into<String>, problem: Problem) -> Failure {
        Self(vec![(input.into(), problem)]).into()
    }

    pub fn add(&mut self, input: impl Into<String>, problem: Problem) {
        let input = input.into();
        if !self.0.iter().any(|(known, _)| *known == input) {
            self.0.push((input, problem));
        }
    }

    /// Takes the value, or notes the problem.
    pub fn take<T>(&mut self, input: impl Into<String>, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.add(input, problem)).ok()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The refusal, if there is a problem.
    pub fn check(self) -> Result<(), Failure> {
        if self.is_empty() { Ok(()) } else { Err(self.into()) }
    }

    /// The problems of a refusal; none, if it is another.
    pub fn of(refusal: &AppError) -> Vec<(String, Problem)> {
        let AppError::Form(problems) = refusal else { return Vec::new() };
        let known = problems.iter().filter_map(|(input, code)| Some((input.clone(), Problem::from_code(code)?)));
        known.collect()
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        let coded = problems.0.into_iter().map(|(input, problem)| (input, problem.code().to_owned()));
        AppError::Form(coded.collect()).into()
    }
}
