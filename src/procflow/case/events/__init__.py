"""Everything that can happen to a case, in the past tense.

Events carry resolved facts (persons, due instants, table rows, grants, hashes), so that folding them needs no
definition, table or organization (SEMANTICS 4). Who acted and when stands in the envelope around them.
"""

from procflow.case.events.arbitration import (
    Appealed,
    GroupConvened,
    LevelOpened,
    LevelPassedOver,
    MotionDecided,
    MotionPut,
    ObjectionClosed,
    ObjectionOpened,
    ObjectionWithdrawn,
    QuorumMissed,
    RightLapsed,
    RulingGiven,
    TieReached,
    VoteCast,
)
from procflow.case.events.content import (
    AttachmentAdded,
    AuthorityDetermined,
    CaseEnded,
    CaseStarted,
    DataChanged,
    FactSet,
    MilestoneClosed,
    MilestoneReached,
    MilestoneVoided,
    OrganizationChanged,
    Personal,
)
from procflow.case.events.flow import (
    AnswersKept,
    AnswersStand,
    MeetingConvened,
    Moved,
    ParkDropped,
    RulingsActed,
    ScopeEnded,
    SeatAnswered,
    SeatReopened,
    StepEntered,
    StepParked,
    StepResumed,
)
from procflow.case.events.items import (
    AlarmRaised,
    ItemCompleted,
    ItemHandedUp,
    ItemOfferedAnew,
    ItemOpened,
    ItemWithdrawn,
    Notified,
    Reminded,
    StuckBecause,
    TimerPassed,
    WithdrawnBecause,
)
from procflow.case.events.scopes import (
    BranchFinished,
    BranchOpened,
    CallEnded,
    CallRequested,
    CallStarted,
    EventEnded,
    EventRaised,
    HandlerAsked,
    HandlerDone,
    HandlerFailed,
    HandlerReportedLate,
    JobDone,
    JobsSet,
    JobStuck,
    MainFlowPaused,
    MainFlowResumed,
    NoticeSent,
    OwnerBound,
    SeatsNamed,
    StepReminded,
    VotesCounted,
    WaitBegan,
)

Event = (
    CaseStarted
    | OrganizationChanged
    | DataChanged
    | AttachmentAdded
    | FactSet
    | AuthorityDetermined
    | Moved
    | StepEntered
    | StepParked
    | StepResumed
    | ParkDropped
    | AnswersKept
    | ItemOpened
    | ItemCompleted
    | ItemWithdrawn
    | ItemHandedUp
    | ItemOfferedAnew
    | Reminded
    | Notified
    | AlarmRaised
    | TimerPassed
    | SeatAnswered
    | SeatReopened
    | AnswersStand
    | MeetingConvened
    | ObjectionOpened
    | ObjectionWithdrawn
    | LevelPassedOver
    | LevelOpened
    | RulingGiven
    | Appealed
    | RightLapsed
    | GroupConvened
    | MotionPut
    | VoteCast
    | TieReached
    | MotionDecided
    | QuorumMissed
    | ObjectionClosed
    | ScopeEnded
    | RulingsActed
    | MilestoneReached
    | MilestoneClosed
    | MilestoneVoided
    | BranchOpened
    | BranchFinished
    | EventRaised
    | EventEnded
    | MainFlowPaused
    | MainFlowResumed
    | OwnerBound
    | NoticeSent
    | WaitBegan
    | SeatsNamed
    | VotesCounted
    | CallRequested
    | CallStarted
    | CallEnded
    | HandlerAsked
    | HandlerFailed
    | HandlerDone
    | HandlerReportedLate
    | StepReminded
    | JobsSet
    | JobDone
    | JobStuck
    | CaseEnded
)

__all__ = [
    "AlarmRaised",
    "AnswersKept",
    "AnswersStand",
    "Appealed",
    "AttachmentAdded",
    "AuthorityDetermined",
    "BranchFinished",
    "BranchOpened",
    "CallEnded",
    "CallRequested",
    "CallStarted",
    "CaseEnded",
    "CaseStarted",
    "DataChanged",
    "Event",
    "EventEnded",
    "EventRaised",
    "FactSet",
    "GroupConvened",
    "HandlerAsked",
    "HandlerDone",
    "HandlerFailed",
    "HandlerReportedLate",
    "ItemCompleted",
    "ItemHandedUp",
    "ItemOfferedAnew",
    "ItemOpened",
    "ItemWithdrawn",
    "JobDone",
    "JobStuck",
    "JobsSet",
    "LevelOpened",
    "LevelPassedOver",
    "MainFlowPaused",
    "MainFlowResumed",
    "MeetingConvened",
    "MilestoneClosed",
    "MilestoneReached",
    "MilestoneVoided",
    "MotionDecided",
    "MotionPut",
    "Moved",
    "NoticeSent",
    "Notified",
    "ObjectionClosed",
    "ObjectionOpened",
    "ObjectionWithdrawn",
    "OrganizationChanged",
    "OwnerBound",
    "ParkDropped",
    "Personal",
    "QuorumMissed",
    "Reminded",
    "RightLapsed",
    "RulingGiven",
    "RulingsActed",
    "ScopeEnded",
    "SeatAnswered",
    "SeatReopened",
    "SeatsNamed",
    "StepEntered",
    "StepParked",
    "StepReminded",
    "StepResumed",
    "StuckBecause",
    "TieReached",
    "TimerPassed",
    "VoteCast",
    "VotesCounted",
    "WaitBegan",
    "WithdrawnBecause",
]
