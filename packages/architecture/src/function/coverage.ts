import type { TypeCoverage } from '../coverage.ts';
import { covered } from '../rest-api/coverage-table.ts';

/** What is understood of functions: enough to identify them and to run them. */
export const FUNCTION_COVERAGE: readonly TypeCoverage[] = [
  covered(
    'AWS::Lambda::Function',
    {
      documented:
        'Handler Runtime Timeout FunctionName Code Code(ZipFile S3Bucket S3Key) Environment Environment(Variables)',
      approximated: 'MemorySize Architectures EphemeralStorage EphemeralStorage(Size) ReservedConcurrentExecutions',
      unknown:
        'PackageType ImageConfig ImageConfig(WorkingDirectory Command EntryPoint) Code(S3ObjectVersion ImageUri SourceKMSKeyArn S3ObjectStorageMode) Layers VpcConfig VpcConfig(Ipv6AllowedForDualStack SecurityGroupIds SubnetIds) FileSystemConfigs FileSystemConfigs(Arn LocalMountPath S3FilesConfig S3FilesConfig(DirectS3Read)) DurableConfig DurableConfig(KMSKeyArn ExecutionTimeout RetentionPeriodInDays) TenancyConfig TenancyConfig(TenantIsolationMode)',
      'no-effect':
        'Description TracingConfig TracingConfig(Mode) DeadLetterConfig DeadLetterConfig(TargetArn) RuntimeManagementConfig RuntimeManagementConfig(UpdateRuntimeOn RuntimeVersionArn) SnapStart SnapStart(ApplyOn) Role KmsKeyArn CodeSigningConfigArn Tags FunctionScalingConfig FunctionScalingConfig(MinExecutionEnvironments MaxExecutionEnvironments) PublishToLatestPublished CapacityProviderConfig CapacityProviderConfig(LambdaManagedInstancesCapacityProviderConfig LambdaManagedInstancesCapacityProviderConfig(ExecutionEnvironmentMemoryGiBPerVCpu CapacityProviderArn PerExecutionEnvironmentMaxConcurrency)) LoggingConfig LoggingConfig(LogFormat ApplicationLogLevel LogGroup SystemLogLevel) RecursiveLoop',
    },
    { MemorySize: 'handlers run with what the machine has', Layers: 'code of layers is not loaded' },
  ),
];
