using { AuditService } from '../../srv/audit/service';

// Links stand for keys.

annotate AuditService.AuditLog with {
  attempt    @UI.Hidden;
  suggestion @UI.Hidden;
};
