using { TriageService } from '../../srv/triage/service';

// What can be chosen in the filters of the failures.

annotate TriageService.Conflicts with {
  cause        @Common: {
    Text: causeText.name,
    TextArrangement: #TextOnly,
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'Causes',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: cause, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
  queue        @Common: {
    Text: queueText.name,
    TextArrangement: #TextOnly,
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'Queues',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: queue, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
  code         @Common.ValueList: {
      CollectionPath: 'Codes',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: code, ValueListProperty: 'code' }
      ]
    };
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
  assignee     @Common.ValueList: {
      CollectionPath: 'Assignees',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: assignee, ValueListProperty: 'assignee' }
      ]
    };
};

annotate TriageService.ConflictGroups with {
  cause        @Common: {
    Text: causeText.name,
    TextArrangement: #TextOnly,
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'Causes',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: cause, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
  queue        @Common: {
    Text: queueText.name,
    TextArrangement: #TextOnly,
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'Queues',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: queue, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
  code         @Common.ValueList: {
      CollectionPath: 'Codes',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: code, ValueListProperty: 'code' }
      ]
    };
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

annotate TriageService.Resubmissions with {
  cause        @Common: {
    Text: causeText.name,
    TextArrangement: #TextOnly,
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'Causes',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: cause, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
  code         @Common.ValueList: {
      CollectionPath: 'Codes',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: code, ValueListProperty: 'code' }
      ]
    };
};

annotate TriageService.QueueFigures with {
  queue        @Common: {
    Text: queueText.name,
    TextArrangement: #TextOnly,
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'Queues',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: queue, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
};

annotate TriageService.Alerts with {
  cause        @Common: {
    Text: causeText.name,
    TextArrangement: #TextOnly,
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'Causes',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: cause, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
  code         @Common.ValueList: {
      CollectionPath: 'Codes',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: code, ValueListProperty: 'code' }
      ]
    };
  plant        @Common.ValueList: {
      CollectionPath: 'Plants',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: plant, ValueListProperty: 'plant' }
      ]
    };
  material     @Common.ValueList: {
      CollectionPath: 'Materials',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: material, ValueListProperty: 'material' }
      ]
    };
  order        @Common.ValueList: {
      CollectionPath: 'Orders',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: order, ValueListProperty: 'order' }
      ]
    };
};

annotate TriageService.AlertRules with {
  queue        @Common: {
    Text: queue.name,
    TextArrangement: #TextOnly,
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'Queues',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: queue_code, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
  cause        @Common: {
    Text: cause.name,
    TextArrangement: #TextOnly,
    ValueListWithFixedValues,
    ValueList: {
      CollectionPath: 'Causes',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: cause_code, ValueListProperty: 'code' },
        { $Type: 'Common.ValueListParameterDisplayOnly', ValueListProperty: 'name' }
      ]
    }
  };
  code         @Common.ValueList: {
      CollectionPath: 'Codes',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: code, ValueListProperty: 'code' }
      ]
    };
  plant        @Common.ValueList: {
      CollectionPath: 'Plants',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: plant, ValueListProperty: 'plant' }
      ]
    };
  material     @Common.ValueList: {
      CollectionPath: 'Materials',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: material, ValueListProperty: 'material' }
      ]
    };
  order        @Common.ValueList: {
      CollectionPath: 'Orders',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: order, ValueListProperty: 'order' }
      ]
    };
};

annotate TriageService.Substitutions with {
  user         @Common.ValueList: {
      CollectionPath: 'Assignees',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: user, ValueListProperty: 'assignee' }
      ]
    };
  substitute   @Common.ValueList: {
      CollectionPath: 'Assignees',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: substitute, ValueListProperty: 'assignee' }
      ]
    };
};

annotate TriageService.PeriodQueues with {
  queue        @Common: { Text: queueText.name, TextArrangement: #TextOnly };
};

annotate TriageService.Periods with {
  plant        @Common.ValueList: {
      CollectionPath: 'Plants',
      Parameters: [
        { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: plant, ValueListProperty: 'plant' }
      ]
    };
};

annotate TriageService.Plants with { plant @title: '{i18n>plant}' };
annotate TriageService.Orders with {
  order    @title: '{i18n>order}';
  plant    @title: '{i18n>plant}';
  material @title: '{i18n>material}';
};
annotate TriageService.Materials with {
  material @title: '{i18n>material}';
  plant    @title: '{i18n>plant}';
};
annotate TriageService.Codes with { code @title: '{i18n>erpCode}' };
annotate TriageService.Assignees with { assignee @title: '{i18n>assignee}' };
