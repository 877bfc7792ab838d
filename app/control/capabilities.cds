using { ControlService } from '../../srv/control/service';

// What can be filtered, sorted and searched; who only reads sees no button that changes anything.

annotate ControlService.FailureCodes with @(
  Capabilities.SearchRestrictions: { Searchable: true },
  cds.search: { code, textPattern, explanation, fix, example },
  Capabilities.DeleteRestrictions: { Deletable: isRemovable }
);

annotate ControlService.QueueTargets with @Capabilities.SearchRestrictions: { Searchable: false };
annotate ControlService.ReasonMappings with @Capabilities.SearchRestrictions: { Searchable: false };

annotate ControlService.FailureCodes with @UI: {
  CreateHidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } },
  UpdateHidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } },
  DeleteHidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } }
};

annotate ControlService.ReasonMappings with @UI: {
  CreateHidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } },
  UpdateHidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } },
  DeleteHidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } }
};

annotate ControlService.QueueTargets with @UI: {
  UpdateHidden: { $edmJson: { $Path: '/ControlService.EntityContainer/Me/isReader' } }
};
