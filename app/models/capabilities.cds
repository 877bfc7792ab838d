using { ControlService } from '../../srv/control/service';

// What can be filtered, sorted and searched; who only reads sees no button that changes anything.

annotate ControlService.ModelVersions with @(
  Capabilities.SearchRestrictions: { Searchable: true },
  cds.search: { version, reason, promotedBy }
);

annotate ControlService.LearningSettings with @(
  Capabilities.SearchRestrictions: { Searchable: false },
  UI.UpdateHidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } }
);

annotate ControlService.WeeklyFigures with @(
  Capabilities.SearchRestrictions: { Searchable: false },
  Capabilities.FilterRestrictions: { Filterable: false },
  Capabilities.SortRestrictions: { Sortable: false }
);

annotate ControlService.ModelVersions with {
  status @Common: {
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'ModelStates',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: status, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
};
