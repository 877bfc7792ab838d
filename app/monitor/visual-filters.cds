using { MonitorService } from '../../srv/monitor/service';

// Filters that are charts themselves: what fails, by what. Each heeds the other filters.

annotate MonitorService.Attempts with @UI: {
  Chart #byCause: {
    ChartType: #Bar,
    DynamicMeasures: ['@Analytics.AggregatedProperty#failures'],
    Dimensions: [cause]
  },
  Chart #byPlant: {
    ChartType: #Bar,
    DynamicMeasures: ['@Analytics.AggregatedProperty#failures'],
    Dimensions: [plant]
  },
  Chart #byWorkCenter: {
    ChartType: #Bar,
    DynamicMeasures: ['@Analytics.AggregatedProperty#failures'],
    Dimensions: [workCenter]
  },
  Chart #byMaterial: {
    ChartType: #Bar,
    DynamicMeasures: ['@Analytics.AggregatedProperty#failures'],
    Dimensions: [material]
  },
  Chart #byStatus: {
    ChartType: #Bar,
    DynamicMeasures: ['@Analytics.AggregatedProperty#messages'],
    Dimensions: [status]
  },
  SelectionVariant #failed: { SelectOptions: [{ PropertyName: failures, Ranges: [{ Sign: #I, Option: #EQ, Low: '1' }] }] },
  PresentationVariant #byCause:      { SortOrder: [{ DynamicProperty: '@Analytics.AggregatedProperty#failures', Descending: true }], Visualizations: ['@UI.Chart#byCause'] },
  PresentationVariant #byPlant:      { SortOrder: [{ DynamicProperty: '@Analytics.AggregatedProperty#failures', Descending: true }], Visualizations: ['@UI.Chart#byPlant'] },
  PresentationVariant #byWorkCenter: { SortOrder: [{ DynamicProperty: '@Analytics.AggregatedProperty#failures', Descending: true }], Visualizations: ['@UI.Chart#byWorkCenter'] },
  PresentationVariant #byMaterial:   { SortOrder: [{ DynamicProperty: '@Analytics.AggregatedProperty#failures', Descending: true }], Visualizations: ['@UI.Chart#byMaterial'] },
  PresentationVariant #byStatus:     { SortOrder: [{ DynamicProperty: '@Analytics.AggregatedProperty#messages', Descending: true }], Visualizations: ['@UI.Chart#byStatus'] }
};

annotate MonitorService.Attempts with {
  cause      @Common.ValueList #visual: { CollectionPath: 'Attempts', PresentationVariantQualifier: 'byCause', SelectionVariantQualifier: 'failed', Parameters: [
    { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: cause, ValueListProperty: 'cause' },
    { $Type: 'Common.ValueListParameterIn', LocalDataProperty: day, ValueListProperty: 'day' },
    { $Type: 'Common.ValueListParameterIn', LocalDataProperty: status, ValueListProperty: 'status' },
    { $Type: 'Common.ValueListParameterIn', LocalDataProperty: plant, ValueListProperty: 'plant' },
    { $Type: 'Common.ValueListParameterIn', LocalDataProperty: workCenter, ValueListProperty: 'workCenter' },
    { $Type: 'Common.ValueListParameterIn', LocalDataProperty: material, ValueListProperty: 'material' }
  ] };
  plant      @Common.ValueList #visual: { CollectionPath: 'Attempts', PresentationVariantQualifier: 'byPlant', SelectionVariantQualifier: 'failed', Parameters: [
    { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: plant, ValueListProperty: 'plant' },
    { $Type: 'Common.ValueListParameterIn', LocalDataProperty: day, ValueListProperty: 'day' },
    { $Type: 'Common.ValueListParameterIn', LocalDataProperty: status, ValueListProperty: 'status' },
    { $Type: 'Common.ValueListParameterIn', LocalDataProperty: cause, ValueListProperty: 'cause' }
  ] };
  workCenter @Common.ValueList #visual: { CollectionPath: 'Attempts', PresentationVariantQualifier: 'byWorkCenter', SelectionVariantQualifier: 'failed', Parameters: [
    { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: workCenter, ValueListProperty: 'workCenter' },
    { $Type: 'Common.ValueListParameterIn', LocalDataProperty: day, ValueListProperty: 'day' },
    { $Type: 'Common.ValueListParameterIn', LocalDataProperty: status, ValueListProperty: 'status' },
    { $Type: 'Common.ValueListParameterIn', LocalDataProperty: plant, ValueListProperty: 'plant' },
    { $Type: 'Common.ValueListParameterIn', LocalDataProperty: cause, ValueListProperty: 'cause' }
  ] };
  material   @Common.ValueList #visual: { CollectionPath: 'Attempts', PresentationVariantQualifier: 'byMaterial', SelectionVariantQualifier: 'failed', Parameters: [
    { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: material, ValueListProperty: 'material' },
    { $Type: 'Common.ValueListParameterIn', LocalDataProperty: day, ValueListProperty: 'day' },
    { $Type: 'Common.ValueListParameterIn', LocalDataProperty: status, ValueListProperty: 'status' },
    { $Type: 'Common.ValueListParameterIn', LocalDataProperty: plant, ValueListProperty: 'plant' },
    { $Type: 'Common.ValueListParameterIn', LocalDataProperty: cause, ValueListProperty: 'cause' }
  ] };
  status     @Common.ValueList #visual: { CollectionPath: 'Attempts', PresentationVariantQualifier: 'byStatus', Parameters: [
    { $Type: 'Common.ValueListParameterInOut', LocalDataProperty: status, ValueListProperty: 'status' },
    { $Type: 'Common.ValueListParameterIn', LocalDataProperty: day, ValueListProperty: 'day' },
    { $Type: 'Common.ValueListParameterIn', LocalDataProperty: plant, ValueListProperty: 'plant' },
    { $Type: 'Common.ValueListParameterIn', LocalDataProperty: cause, ValueListProperty: 'cause' }
  ] };
};
