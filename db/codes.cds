using { sap.common.CodeList } from '@sap/cds/common';

namespace countersign;

/** Why a message fails, or would be booked wrongly. */
@singular: 'CauseText'
entity Causes : CodeList {
  key code : String(30);
}

/** What people say who are asked for a cause where there is none: `none`. */
entity NoCauses : CodeList {
  key code : String(30);
}

/** What can be done about a held message. */
entity Corrections : CodeList {
  key code : String(30);
}

/** Where a message stands. `criticality` colours it: 1 bad, 2 waiting, 3 good, 5 neutral. */
entity AttemptStates : CodeList {
  key code        : String(12);
      criticality : Integer;
}

/** Where a decision stands. */
entity SuggestionStates : CodeList {
  key code        : String(16);
      criticality : Integer;
}

entity MessageKinds : CodeList {
  key code : String(20);
}

/** How much a correction can spoil. */
entity Risks : CodeList {
  key code        : String(8);
      criticality : Integer;
}

/** Who does something, or has to. */
entity Roles : CodeList {
  key code : String(20);
}

/** Who can solve a failure. */
entity Queues : CodeList {
  key code : String(12);
}

/** What came of a message that was tried again. */
entity ResubmissionStates : CodeList {
  key code        : String(10);
      criticality : Integer;
}

/** How bad a conflict is. */
entity Severities : CodeList {
  key code        : String(8);
      criticality : Integer;
}

/** What happened in a step of the audit log. */
entity Steps : CodeList {
  key code : String(30);
}

/** Where a message or its decision stands after a step: the codes of AttemptStates and SuggestionStates. */
entity StepStates : CodeList {
  key code        : String(16);
      criticality : Integer;
}

/** What was decided in a step: a verdict of Countersign, or one of Corrections. */
entity Decisions : CodeList {
  key code : String(40);
}

/** What the model looks at, and the checks that speak in its place. */
entity Features : CodeList {
  key code : String(60);
}

/** What came of a message that was judged. */
entity CaseOutcomes : CodeList {
  key code : String(12);
}

/** Who says what really was wrong. */
entity LabelSources : CodeList {
  key code : String(10);
}

/** Where a model stands. */
entity ModelStates : CodeList {
  key code        : String(12);
      criticality : Integer;
}
