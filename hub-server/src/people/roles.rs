//! Who may do what: one table of permissions by role, and the part of the city a role is held for.
//!
//! Always true: every route and every command asks here and nowhere else. A role says what, a scope says
//! where; both must fit. Deliberately absent: exceptions for single people.

use std::fmt;
use std::str::FromStr;

use protocol::{NodeId, Slug};
use serde::{Deserialize, Serialize};

/// What somebody is for the network of hubs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Works with people at a hub.
    Operator,
    /// Answers for a hub or a zone and for its operators.
    Coordinator,
    /// Looks at the whole city from the central node.
    CentralStaff,
    /// Keeps the program running: staff, devices, catalogue, hubs. Sees no request.
    Admin,
    /// Works in a service of the municipality, and looks after the network together with the hubs' operators
    /// (operatore dei servizi).
    ServiceOperator,
    /// Looks after people's rights over their data (responsabile della protezione dei dati).
    PrivacyOfficer,
}

impl Role {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 6] = [
        Self::Operator,
        Self::Coordinator,
        Self::CentralStaff,
        Self::ServiceOperator,
        Self::Admin,
        Self::PrivacyOfficer,
    ];

    /// The word it is stored and worded by: `role-<slug>`.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Coordinator => "coordinator",
            Self::CentralStaff => "central-staff",
            Self::ServiceOperator => "service-operator",
            Self::Admin => "admin",
            Self::PrivacyOfficer => "privacy-officer",
        }
    }

    /// Reads such a word.
    #[must_use]
    pub fn from_slug(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.slug() == text)
    }
}

/// The part of the city a role is held for. As text `hub:mompiano`, `zone:nord`, `service:home-care` or `city`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Scope {
    /// Everything whose home is this hub.
    Hub(NodeId),
    /// Everything in the neighbourhoods of this zone.
    Zone(Slug),
    /// What this municipal service was sent, wherever it came from; only for who works in a service.
    Service(Slug),
    /// Everything.
    City,
}

/// A text that names no part of the city.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is neither hub:…, zone:…, service:… nor city")]
pub struct BadScope(String);

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hub(node) => write!(f, "hub:{node}"),
            Self::Zone(zone) => write!(f, "zone:{zone}"),
            Self::Service(service) => write!(f, "service:{service}"),
            Self::City => f.write_str("city"),
        }
    }
}

impl FromStr for Scope {
    type Err = BadScope;
    fn from_str(text: &str) -> Result<Self, BadScope> {
        let bad = || BadScope(text.chars().take(60).collect());
        match text.split_once(':') {
            None if text == "city" => Ok(Self::City),
            Some(("hub", node)) => node.parse().map(Self::Hub).ok().ok_or_else(bad),
            Some(("zone", zone)) => zone.parse().map(Self::Zone).ok().ok_or_else(bad),
            Some(("service", slug)) => slug.parse().map(Self::Service).ok().ok_or_else(bad),
            None | Some(_) => Err(bad()),
        }
    }
}

impl TryFrom<String> for Scope {
    type Error = BadScope;
    fn try_from(text: String) -> Result<Self, BadScope> {
        text.parse()
    }
}

impl From<Scope> for String {
    fn from(scope: Scope) -> Self {
        scope.to_string()
    }
}

/// Something a role may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Permission {
    /// Sign out, change one's password, language and text size.
    KeepOwnAccount,
    /// See requests: category, place, state, steps.
    SeeRequests,
    /// Read what people wrote in their own words, and the note for antennae.
    ReadWords,
    /// Write down a request that came by phone, on paper or in person.
    EnterRequests,
    /// Take charge of requests, look for help, close them.
    WorkOnRequests,
    /// See what one's own service was sent, no more than was agreed to, and answer.
    AnswerReferrals,
    /// Look at a person's name, telephone and address; each look is recorded.
    SeeContacts,
    /// Read incident notes, and look again at what was shared without consent.
    SeeIncidents,
    /// Erase a person's data, and see the certificate.
    ErasePeople,
    /// See who looked at a person's data.
    SeeReadings,
    /// Write one's own diary.
    KeepDiary,
    /// See everybody's diary, without the words.
    SeeDiaries,
    /// Answer for the diary: accept entries and give them back, close months, set goals.
    ReviewDiaries,
    /// Take things into custody, hand them on and give them back.
    KeepCustody,
    /// See ideas and offers of time.
    SeeDesk,
    /// Follow up ideas and offers of time.
    WorkAtDesk,
    /// Judge projects that were handed in, and sign what becomes of them.
    AssessProjects,
    /// Attach files to projects, and at central say what of them everybody sees.
    KeepShowcase,
    /// See the time bank: exchanges, accounts, members by number.
    SeeBank,
    /// Work at the time bank's desk: members, exchanges, the catalogue.
    WorkAtBank,
    /// Give the time bank its rules, and allow exceptions to them.
    GovernBank,
    /// See antennae and their devices.
    SeeAntennae,
    /// Add antennae, take them through their life, keep what is known of them.
    KeepAntennae,
    /// See the organisations of the network.
    SeeOrganisations,
    /// Enter organisations and keep what is known of them.
    KeepOrganisations,
    /// Take the register of antennae away as a file, and bring one in.
    ExportNetwork,
    /// Read and write in the threads that hubs and the city's services share.
    ShareThreads,
    /// See bodies, who sits in them and what was published of them.
    SeeBodies,
    /// Look after bodies: seats, meetings, minutes, decisions.
    KeepBodies,
    /// Write to every antenna of a neighbourhood.
    PostNotices,
    /// Pair an antenna's device.
    PairDevices,
    /// Take a device's access away.
    RevokeDevices,
    /// See who works here.
    SeeStaff,
    /// Add staff, change roles, reset passwords, close accounts.
    ManageStaff,
    /// See the hubs side by side.
    SeeOversight,
    /// Take rows away as a file.
    ExportRows,
    /// See what the city file holds.
    SeeCity,
    /// Publish the city file.
    PublishCity,
    /// See how each hub stands as a node.
    SeeHubs,
    /// Enrol, replace and revoke hubs, kiosks and brokers.
    EnrolHubs,
    /// See records that could not be understood.
    SeeParked,
}

/// The whole table: who may do what.
pub const TABLE: &[(Permission, &[Role])] = {
    use Permission as P;
    use Role::{Admin, CentralStaff, Coordinator, Operator, PrivacyOfficer, ServiceOperator};
    &[
        (P::KeepOwnAccount, &Role::ALL),
        (P::SeeRequests, &[Operator, Coordinator, CentralStaff, PrivacyOfficer]),
        (P::ReadWords, &[Operator, Coordinator]),
        (P::EnterRequests, &[Operator, Coordinator]),
        (P::WorkOnRequests, &[Operator, Coordinator]),
        (P::AnswerReferrals, &[ServiceOperator]),
        (P::SeeContacts, &[Operator, Coordinator]),
        (P::SeeIncidents, &[Coordinator]),
        (P::ErasePeople, &[Coordinator, PrivacyOfficer]),
        (P::SeeReadings, &[Coordinator, PrivacyOfficer]),
        (P::KeepDiary, &[Operator, Coordinator]),
        (P::SeeDiaries, &[Coordinator, CentralStaff]),
        (P::ReviewDiaries, &[Coordinator]),
        (P::KeepCustody, &[Operator, Coordinator]),
        (P::SeeDesk, &[Operator, Coordinator, CentralStaff]),
        (P::WorkAtDesk, &[Operator, Coordinator]),
        (P::AssessProjects, &[CentralStaff]),
        (P::KeepShowcase, &[Operator, Coordinator, CentralStaff]),
        (P::SeeBank, &[Operator, Coordinator, CentralStaff]),
        (P::WorkAtBank, &[Operator, Coordinator]),
        (P::GovernBank, &[Coordinator]),
        (P::SeeAntennae, &[Operator, Coordinator, CentralStaff, ServiceOperator, Admin]),
        (P::KeepAntennae, &[Operator, Coordinator]),
        (P::SeeOrganisations, &[Operator, Coordinator, CentralStaff, ServiceOperator, Admin]),
        (P::ShareThreads, &[Operator, Coordinator, CentralStaff, ServiceOperator]),
        (P::SeeBodies, &[Operator, Coordinator, CentralStaff, ServiceOperator, Admin]),
        (P::KeepBodies, &[CentralStaff, Admin]),
        (P::KeepOrganisations, &[Operator, Coordinator, CentralStaff]),
        (P::ExportNetwork, &[Coordinator]),
        (P::PostNotices, &[Operator, Coordinator, CentralStaff]),
        (P::PairDevices, &[Operator, Coordinator, Admin]),
        (P::RevokeDevices, &[Operator, Coordinator, Admin]),
        (P::SeeStaff, &[Coordinator, Admin]),
        (P::ManageStaff, &[Coordinator, Admin]),
        (P::SeeOversight, &[CentralStaff, Admin, PrivacyOfficer]),
        (P::ExportRows, &[CentralStaff]),
        (P::SeeCity, &[Coordinator, CentralStaff, Admin]),
        (P::PublishCity, &[Admin]),
        (P::SeeHubs, &[CentralStaff, Admin]),
        (P::EnrolHubs, &[Admin]),
        (P::SeeParked, &[CentralStaff, Admin]),
    ]
};

/// What something is done to, as far as scopes care.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Nothing in particular: a list, which shows only what is in scope.
    Any,
    /// A thing with a home and perhaps a place.
    Thing {
        /// The node that decides about it.
        home: NodeId,
        /// The zone it is in, where it has a place.
        zone: Option<Slug>,
    },
    /// The whole city.
    City,
    /// What a municipal service was sent.
    Referral(Slug),
}

/// Whether a role may be held for a part of the city: only who works in a service is there for one.
#[must_use]
pub fn fits(role: Role, scope: &Scope) -> bool {
    role == Role::ServiceOperator || !matches!(scope, Scope::Service(_))
}

/// Whether a role includes a permission, wherever.
#[must_use]
pub fn role_may(role: Role, permission: Permission) -> bool {
    TABLE.iter().any(|(p, roles)| *p == permission && roles.contains(&role))
}

/// Whether somebody with this role in this part of the city may do this to that.
#[must_use]
pub fn allowed(role: Role, scope: &Scope, permission: Permission, target: &Target) -> bool {
    role_may(role, permission) && covers(scope, target)
}

/// Whether a scope reaches a target.
#[must_use]
pub fn covers(scope: &Scope, target: &Target) -> bool {
    match (scope, target) {
        (Scope::Service(mine), Target::Referral(sent)) => mine == sent,
        // Nobody else's, not even of the whole city: the person agreed to one service.
        (_, Target::Referral(_)) => false,
        // A service looks after the network of the whole city.
        (Scope::City | Scope::Service(_), _) | (_, Target::Any) => true,
        (Scope::Hub(_) | Scope::Zone(_), Target::City) => false,
        (Scope::Hub(node), Target::Thing { home, .. }) => node == home,
        (Scope::Zone(zone), Target::Thing { zone: found, .. }) => found.as_ref() == Some(zone),
    }
}

/// Whether somebody with role `mine` may make, change or close the account of somebody with role `theirs`.
/// A coordinator looks after operators; everybody else is an admin's business.
#[must_use]
pub fn may_manage(mine: Role, theirs: Role) -> bool {
    match mine {
        Role::Admin => true,
        Role::Coordinator => theirs == Role::Operator,
        Role::Operator | Role::CentralStaff | Role::ServiceOperator | Role::PrivacyOfficer => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY: [Permission; 41] = [
        Permission::AnswerReferrals,
        Permission::SeeBodies,
        Permission::KeepBodies,
        Permission::KeepShowcase,
        Permission::ShareThreads,
        Permission::KeepCustody,
        Permission::SeeBank,
        Permission::WorkAtBank,
        Permission::GovernBank,
        Permission::KeepOwnAccount,
        Permission::SeeRequests,
        Permission::ReadWords,
        Permission::EnterRequests,
        Permission::WorkOnRequests,
        Permission::SeeContacts,
        Permission::SeeIncidents,
        Permission::ErasePeople,
        Permission::SeeReadings,
        Permission::KeepDiary,
        Permission::SeeDiaries,
        Permission::ReviewDiaries,
        Permission::SeeDesk,
        Permission::WorkAtDesk,
        Permission::AssessProjects,
        Permission::SeeAntennae,
        Permission::KeepAntennae,
        Permission::SeeOrganisations,
        Permission::KeepOrganisations,
        Permission::ExportNetwork,
        Permission::PostNotices,
        Permission::PairDevices,
        Permission::RevokeDevices,
        Permission::SeeStaff,
        Permission::ManageStaff,
        Permission::SeeOversight,
        Permission::ExportRows,
        Permission::SeeCity,
        Permission::PublishCity,
        Permission::SeeHubs,
        Permission::EnrolHubs,
        Permission::SeeParked,
    ];

    #[test]
    fn every_permission_stands_in_the_table_once() {
        for permission in EVERY {
            let lines = TABLE.iter().filter(|(p, _)| *p == permission).count();
            assert_eq!(lines, 1, "{permission:?}");
        }
        assert_eq!(TABLE.len(), EVERY.len());
    }

    #[test]
    fn only_hub_roles_see_a_person_and_only_coordinators_and_privacy_officers_erase_one() {
        for role in Role::ALL {
            let at_the_hub = matches!(role, Role::Operator | Role::Coordinator);
            assert_eq!(role_may(role, Permission::SeeContacts), at_the_hub, "{role:?}");
            let erases = matches!(role, Role::Coordinator | Role::PrivacyOfficer);
            assert_eq!(role_may(role, Permission::ErasePeople), erases, "{role:?}");
        }
    }

    #[test]
    fn a_scope_reaches_its_own_hub_or_zone_and_no_other() {
        let thing = |home: &str, zone: &str| Target::Thing {
            home: home.parse().unwrap(),
            zone: Some(zone.parse().unwrap()),
        };
        let hub: Scope = "hub:mompiano".parse().unwrap();
        let zone: Scope = "zone:nord".parse().unwrap();
        assert!(covers(&hub, &thing("mompiano", "ovest")));
        assert!(!covers(&hub, &thing("lamarmora", "nord")));
        assert!(covers(&zone, &thing("mompiano", "nord")));
        assert!(!covers(&zone, &thing("mompiano", "ovest")));
        assert!(!covers(&hub, &Target::City) && !covers(&zone, &Target::City));
        assert!(covers(&Scope::City, &Target::City));
    }

    #[test]
    fn a_scope_reads_back_as_written_and_refuses_the_rest() {
        for text in ["hub:mompiano", "zone:nord", "service:home-care", "city"] {
            assert_eq!(text.parse::<Scope>().unwrap().to_string(), text);
        }
        for bad in ["", "hub", "hub:", "zone:Nord", "town", "city:x"] {
            assert!(bad.parse::<Scope>().is_err(), "{bad}");
        }
    }

    #[test]
    fn what_a_service_was_sent_is_for_that_service_alone() {
        let sent = Target::Referral("home-care".parse().unwrap());
        for (text, sees) in [
            ("service:home-care", true),
            ("service:registry", false),
            ("hub:mompiano", false),
            ("city", false),
        ] {
            assert_eq!(covers(&text.parse().unwrap(), &sent), sees, "{text}");
        }
        for role in Role::ALL {
            let scope = "service:home-care".parse().unwrap();
            assert_eq!(fits(role, &scope), role == Role::ServiceOperator, "{role:?}");
            assert!(fits(role, &Scope::City));
        }
    }

    #[test]
    fn a_coordinator_manages_operators_and_nobody_else() {
        for role in Role::ALL {
            assert_eq!(may_manage(Role::Coordinator, role), role == Role::Operator, "{role:?}");
            assert!(may_manage(Role::Admin, role));
            assert!(!may_manage(Role::Operator, role));
        }
    }
}
