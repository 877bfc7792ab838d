using { countersign } from '../../db/index';
using { WorklistService } from '../../srv/worklist/service';
using { AuditService } from '../../srv/audit/service';

// What can be chosen in filters; causes and corrections bring their own list.

annotate countersign.SyncAttempts with {
  status       @Common: {
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'AttemptStates',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: status, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
  kind         @Common: {
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'MessageKinds',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: kind, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
};

annotate countersign.Suggestions with {
  status       @Common: {
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'SuggestionStates',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: status, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
  risk         @Common: {
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'Risks',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: risk, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
  requiredRole @Common: {
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'Roles',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: requiredRole, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
  cause        @Common: {
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'Causes',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: cause_code, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
  action       @Common: {
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'Corrections',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: action_code, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
};

annotate countersign.AuditLog with {
  action       @Common: {
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'Steps',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: action, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
  role         @Common: {
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'Roles',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: role, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
  status       @Common: {
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'StepStates',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: status, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
  decision     @Common: {
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'Decisions',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: decision, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
};

annotate WorklistService.SyncAttempts with {
  plant        @Common.ValueList: {
      CollectionPath: 'Plants',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: plant, ValueListProperty: 'plant' }
      ]
    };
  order        @Common.ValueList: {
      CollectionPath: 'Orders',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: order, ValueListProperty: 'order' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'plant' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'material' }
      ]
    };
  material     @Common.ValueList: {
      CollectionPath: 'Materials',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: material, ValueListProperty: 'material' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'plant' }
      ]
    };
};

annotate AuditService.AuditLog with {
  plant        @Common.ValueList: {
      CollectionPath: 'Plants',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: plant, ValueListProperty: 'plant' }
      ]
    };
  order        @Common.ValueList: {
      CollectionPath: 'Orders',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: order, ValueListProperty: 'order' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'plant' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'material' }
      ]
    };
  actor        @Common.ValueList: {
      CollectionPath: 'Actors',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: actor, ValueListProperty: 'actor' }
      ]
    };
};

// Nothing was wrong, then the causes by name.
annotate WorklistService.CauseChoices with @UI.PresentationVariant #inOrder: { SortOrder: [{ Property: position }, { Property: name }] } {
  code         @title: '{i18n>cause}' @Common: { Text: name, TextArrangement: #TextOnly };
  position     @UI.Hidden;
};

annotate WorklistService.Suggestions with actions {
  setCause(cause @Common: {
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'CauseChoices',
      PresentationVariantQualifier: 'inOrder',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: cause, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  });
};

annotate WorklistService.SpotChecks with actions {
  setCause(cause @Common: {
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'CauseChoices',
      PresentationVariantQualifier: 'inOrder',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: cause, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  });
};

annotate WorklistService.Plants with { plant @title: '{i18n>plant}' };
annotate WorklistService.Orders with {
  order    @title: '{i18n>order}';
  plant    @title: '{i18n>plant}';
  material @title: '{i18n>material}';
};
annotate AuditService.Plants with { plant @title: '{i18n>plant}' };
annotate AuditService.Orders with {
  order    @title: '{i18n>order}';
  plant    @title: '{i18n>plant}';
  material @title: '{i18n>material}';
};
annotate WorklistService.Materials with {
  material @title: '{i18n>material}';
  plant    @title: '{i18n>plant}';
};
annotate AuditService.Actors with { actor @title: '{i18n>actor}' };
