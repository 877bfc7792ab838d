using { MonitorService } from '../../srv/monitor/service';

// One chart a question. Others are a choice of measures and dimensions away, on the same page.

annotate MonitorService.Attempts with @UI: {
  Chart #flow: {
    Title: '{i18n>chartFlow}',
    ChartType: #ColumnStacked,
    DynamicMeasures: ['@Analytics.AggregatedProperty#messages'],
    Dimensions: [day, statusName],
    DimensionAttributes: [{ Dimension: day, Role: #Category }, { Dimension: statusName, Role: #Series }]
  },
  Chart #failures: {
    Title: '{i18n>chartFailures}',
    ChartType: #Column,
    DynamicMeasures: ['@Analytics.AggregatedProperty#failures'],
    Dimensions: [cause],
    DimensionAttributes: [{ Dimension: cause, Role: #Category }]
  },
  Chart #right: {
    Title: '{i18n>chartRight}',
    ChartType: #Line,
    DynamicMeasures: ['@Analytics.AggregatedProperty#right'],
    Dimensions: [day],
    DimensionAttributes: [{ Dimension: day, Role: #Category }]
  },
  Chart #answers: {
    Title: '{i18n>chartAnswers}',
    ChartType: #Line,
    DynamicMeasures: ['@Analytics.AggregatedProperty#answerMedian', '@Analytics.AggregatedProperty#answerMost'],
    Dimensions: [hour],
    DimensionAttributes: [{ Dimension: hour, Role: #Category }]
  },
  Chart #waiting: {
    Title: '{i18n>chartWaiting}',
    ChartType: #BarStacked,
    DynamicMeasures: [
      '@Analytics.AggregatedProperty#upToHour', '@Analytics.AggregatedProperty#upToShift', '@Analytics.AggregatedProperty#upToDay',
      '@Analytics.AggregatedProperty#overDay'
    ],
    Dimensions: [status, queue],
    DimensionAttributes: [{ Dimension: status, Role: #Category }, { Dimension: queue, Role: #Category }]
  },
  Chart #solving: {
    Title: '{i18n>chartSolving}',
    ChartType: #Column,
    DynamicMeasures: ['@Analytics.AggregatedProperty#solvingMedian'],
    Dimensions: [weeksAgo],
    DimensionAttributes: [{ Dimension: weeksAgo, Role: #Category }]
  },
  PresentationVariant #flow:     { SortOrder: [{ Property: day }], Visualizations: ['@UI.Chart#flow'] },
  PresentationVariant #failures: { SortOrder: [{ DynamicProperty: '@Analytics.AggregatedProperty#failures', Descending: true }], Visualizations: ['@UI.Chart#failures'] },
  PresentationVariant #right:    { SortOrder: [{ Property: day }], Visualizations: ['@UI.Chart#right'] },
  PresentationVariant #answers:  { SortOrder: [{ Property: hour }], Visualizations: ['@UI.Chart#answers'] },
  PresentationVariant #waiting:  { Visualizations: ['@UI.Chart#waiting'] },
  PresentationVariant #solving:  { SortOrder: [{ Property: weeksAgo, Descending: true }], Visualizations: ['@UI.Chart#solving'] }
};
