using from '../common/index';
using from './labels';
using from './capabilities';
using from './field-control';
using from './layouts';
