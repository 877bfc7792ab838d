using from '../common/index';
using from './capabilities';
using from './field-control';
using from './layouts';
using from './tables';
using from './spot-checks';
