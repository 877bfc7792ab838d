using { TriageService } from '../../srv/triage/service';
using from '../../srv/triage/changelog';
using from './people';

// Who changed what, under each rule; the plugin puts the list there.

annotate TriageService.ChangeView with @UI: {
  LineItem: [
    { Value: createdAt, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
    { Value: createdBy, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: modificationLabel, @UI.Importance: #Medium, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: attributeLabel, @UI.Importance: #High, @HTML5.CssDefaults: { width: '14rem' } },
    { Value: valueChangedFromLabel, @UI.Importance: #High, @HTML5.CssDefaults: { width: '18rem' } },
    { Value: valueChangedToLabel, @UI.Importance: #High, @HTML5.CssDefaults: { width: '18rem' } }
  ],
  PresentationVariant: {
    SortOrder: [{ Property: createdAt, Descending: true }],
    RequestAtLeast: [attribute],
    Visualizations: ['@UI.LineItem']
  }
};
