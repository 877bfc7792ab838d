using from './attempts';
using from './conflicts';
using from './suggestions';
using from './audit';
using from './policy';
using from './learning';
using from './codes';
