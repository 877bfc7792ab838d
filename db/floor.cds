using { countersign.SyncAttempts } from './attempts';

namespace countersign;

/** What the shop floor was told of a held confirmation: one alert in DM each time it is held. */
entity FloorAlerts {
  key attempt   : Association to SyncAttempts;
      /** Times that it was held and told. */
      times     : Integer default 0;
      /** DM's own; empty until DM has it. */
      alert     : String(80);
      /** As it was told. */
      text      : String(2000);
      raisedAt  : Timestamp;
      closedAt  : Timestamp;
      /** Of the alert's next step towards DM. */
      tries     : Integer default 0;
      nextTryAt : Timestamp;
      problem   : String(500);
}
