using { ControlService } from '../../srv/control/service';
using from '../../srv/control/changelog';
using from './layouts';

// Who changed what, under each entry that administrators maintain; the plugin puts the list there.

annotate ControlService.ChangeView with @UI: {
  LineItem: [
    { Value: createdAt, @UI.Importance: #High, @HTML5.CssDefaults: { width: '12rem' } },
    { Value: createdBy, @UI.Importance: #High, @HTML5.CssDefaults: { width: '9rem' } },
    { Value: modificationLabel, @UI.Importance: #Medium, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: entityLabel, @UI.Importance: #High, @HTML5.CssDefaults: { width: '8rem' } },
    { Value: objectID, @UI.Importance: #Medium, @HTML5.CssDefaults: { width: '12rem' } },
    { Value: attributeLabel, @UI.Importance: #High, @HTML5.CssDefaults: { width: '18rem' } },
    { Value: valueChangedFromLabel, @UI.Importance: #High, @HTML5.CssDefaults: { width: '14rem' } },
    { Value: valueChangedToLabel, @UI.Importance: #High, @HTML5.CssDefaults: { width: '14rem' } }
  ],
  PresentationVariant: {
    SortOrder: [{ Property: createdAt, Descending: true }],
    RequestAtLeast: [entity, attribute],
    Visualizations: ['@UI.LineItem']
  }
};

annotate ControlService.QueueTargets with @UI.Facets: [
  ... ,
  { $Type: 'UI.ReferenceFacet', ID: 'ChangeHistoryFacet', Label: '{i18n>ChangeHistory}', Target: 'changes/@UI.PresentationVariant', @UI.PartOfPreview: false,
    @UI.Hidden: { $edmJson: { $Not: { $Path: 'IsActiveEntity' } } } }
];
