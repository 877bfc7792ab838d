/** DOOR 1, machines: who may send. The doors below speak dialects of their own and take the role from here. */
@protocol: 'none'
service IntakeService @(requires: 'sender') {}
