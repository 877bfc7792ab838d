using from '../common/index';
using from './labels';
using from './capabilities';
using from './visual-filters';
using from './charts';
using from './layouts';
