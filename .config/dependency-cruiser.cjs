/** Which room may know which: doors → pipeline → pure rooms and gateways. */
const pure = '^srv/(domain|checks|causes|failures|policy|corrections)/'
const deny = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    deny('no-circles', 'Rooms and files form no circles.', {}, { circular: true }),
    deny('pure-stays-pure', 'Pure rooms know no CAP, no HTTP, no database.', { path: pure }, { path: '(^|/)(@sap/cds|@cds-models|@sap-cloud-sdk|express)(/|$)' }),
    deny('pure-knows-pure', 'Pure rooms know only pure rooms.', { path: pure }, { path: '^(srv|app|test)/', pathNot: pure }),
    deny('domain-knows-nothing', 'The words of the house depend on no room.', { path: '^srv/domain/' }, { path: '^srv/', pathNot: '^srv/domain/' }),
    deny('doors-are-strangers', 'Doors do not know each other.', { path: '^srv/(intake|worklist|triage|control|monitor)/' }, { path: '^srv/(intake|worklist|triage|control|monitor)/', pathNot: '^srv/$1/' }),
    deny('gateway-looks-out', 'A gateway knows the words and the Cloud SDK, nothing of the house.', { path: '^srv/(erp|dm)/' }, { path: '^srv/', pathNot: '^srv/($1|domain|line)/' }),
    deny('line-carries', 'The line to a destination knows the words and the Cloud SDK.', { path: '^srv/line/' }, { path: '^srv/', pathNot: '^srv/(line|domain)/' }),
    deny('entrance-knows-no-way', 'What stands before every door speaks its dialect and knows what is configured, nothing behind the doors.', { path: '^srv/doors/' }, { path: '^srv/', pathNot: '^srv/(doors|domain|settings|intake/|line/access|audit/seal)' }),
    deny('database-knows-no-way', 'How CQL reaches a database is nobody\'s business but its own.', { path: '^srv/database/' }, { path: '^srv/', pathNot: '^srv/database/' }),
    deny('intake-knows-words', 'Door 1 speaks dialects; it gets pipeline and gateway handed in.', { path: '^srv/intake/' }, { path: '^srv/', pathNot: '^srv/(intake|domain|erp/types)' }),
    deny('pipeline-knows-no-door', 'The pipeline knows no door.', { path: '^srv/pipeline/' }, { path: '^srv/(intake|worklist|triage|control|monitor)/' }),
    deny('one-writer-of-the-audit', 'Only srv/audit writes the AuditLog.', { path: '^srv/audit/' }, { path: '^srv/', pathNot: '^srv/((audit|database|domain)/|refusal)' }),
    deny('product-needs-no-test', 'Nothing that ships needs the tests.', { path: '^(srv|app|db)/' }, { path: '^test/' }),
    deny('traffic-shares-no-table', 'Traffic and checks share nothing but words.', { path: '^test/traffic/' }, { path: '^srv/', pathNot: '^srv/domain/' }),
    deny('landscape-is-foreign', 'The local S/4 and DM know nothing of Countersign.', { path: '^test/landscape/(s4|dm|plant)/' }, { path: '^srv/' }),
    deny('resolvable', 'Everything that is imported exists.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: '(node_modules|@cds-models)' },
    exclude: { path: '(app/ui5/(runtime|build|node_modules)|^gen/)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'], extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'] },
  },
}
