using { sap.common.CodeList } from '@sap/cds/common';

namespace countersign;

/** Why a message fails, or would be booked wrongly. */
@singular: 'CauseText'
entity Causes : CodeList {
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
