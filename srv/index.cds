using from './worklist/service';
using from './worklist/flows';
using from './worklist/access-control';
using from './triage/service';
using from './triage/access-control';
using from './audit/service';
using from './intake/service';
