using from '../common/index';
using from './capabilities';
using from './field-control';
using from './layouts';
using from './people';
using from './changelog';
using from './figures';
