using from '../common/index';
using from './capabilities';
using from './field-control';
using from './texts';
using from './layouts';
